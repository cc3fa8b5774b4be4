"""A command as it can be typed again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

__all__ = ["typed_again"]

_SPECIAL = re.compile(r"""[\s'"`$\\;&|<>()*?\[\]{}#~!%^]""")
"""What a shell takes for something else; 〔 and 〕 are none of it."""


def typed_again(words: Iterable[str]) -> str:
    """Return *words* as one types them in a shell, quoted only where they must be."""
    return " ".join(
        shlex.quote(word) if not word or _SPECIAL.search(word) else word for word in words
    )
