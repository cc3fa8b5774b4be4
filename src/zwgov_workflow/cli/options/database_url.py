"""The URL of a database as it is written on the command line: a URL, or the name of a file."""

from __future__ import annotations

import re
from pathlib import Path

from zwgov_workflow.errors import StoreError
from zwgov_workflow.errors.masking import masked

__all__ = ["existing", "file_of", "url_of"]

_FILE = "sqlite:///"
_PLAIN_FILE = re.compile(r"sqlite(?:\+\w+)?:///(?!file:|:memory:)([^?]+)(?:\?.*)?")


def url_of(text: str) -> str:
    """Return the URL of a database; a plain name is that of an SQLite file."""
    return text if "://" in text else f"{_FILE}{text}"


def file_of(url: str) -> Path | None:
    """Return the file that a URL names; None where it names none, or a URI of SQLite's own."""
    found = _PLAIN_FILE.fullmatch(url)
    return Path(found[1]) if found else None


def existing(text: str) -> str:
    """Return the URL of a database that is there.

    Raises:
        StoreError: It names a file that does not exist, or a folder.
    """
    url = url_of(text)
    file = file_of(url)
    if file is not None and file.is_dir():
        raise StoreError(f"{file} is a folder, not a database.")
    if file is not None and not file.exists():
        raise StoreError(f"There is no database at {masked(url)}: set it up with zwgov init.")
    return url
