"""A database's URL without its secrets, for messages."""

from __future__ import annotations

import re

__all__ = ["has_secret", "masked"]

_MASK = "***"
_QUERY = re.compile(r"([?&][^=&]*(?:pass|pwd|secret|token|key)[^=&]*=)[^&]*", re.IGNORECASE)
_USER = re.compile(r"^([^:]*://[^:/@]*):.*@")
_BROKEN = re.compile(r"^.*@")


def masked(url: str) -> str:
    """Return *url* with ``***`` for a password in it; one that is badly written loses more."""
    text = _QUERY.sub(rf"\1{_MASK}", url)
    if _USER.match(text):
        return _USER.sub(rf"\1:{_MASK}@", text)
    if re.match(r"^[^:]*://[^:/@]*@", text):
        return text  # a user without a password
    return _BROKEN.sub(f"{_MASK}@", text) if ":" in text.partition("@")[0] else text


def has_secret(url: str) -> bool:
    """Say whether *url* holds a password."""
    return masked(url) != url
