"""A copy of a shipped regulation, to write one's own from."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.errors import DefinitionError, Finding, Message, UnknownRegulation

__all__ = ["copy_regulation"]


def copy_regulation(name: str, target: Path) -> None:
    """Copy the file of a shipped regulation to *target*, its text and its examples beside it.

    Raises:
        UnknownRegulation: There is none of that name.
        DefinitionError: A file is there already, or cannot be written.
    """
    documents = shipped_regulations()
    if name not in documents:
        raise UnknownRegulation(name=name, known=tuple(documents))
    source = Path(documents[name].source.path)
    copies = [
        (source.with_suffix(ending), target.with_suffix(ending))
        for ending in (".text.md", ".examples.yaml", ".yaml")
        if source.with_suffix(ending).exists()
    ]
    for _source, copy in copies:
        if copy.exists():
            raise _refused(copy, os.strerror(errno.EEXIST))
    for original, copy in copies:
        _copy(original, copy)


def _copy(source: Path, target: Path) -> None:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refused(target, error.strerror or str(error)) from error
    console().print(_("written: {path}").format(path=target), soft_wrap=True)


def _refused(target: Path, why: str) -> DefinitionError:
    message = Message("cannot be written: {why}", why=Message(why))
    return DefinitionError([Finding(path=str(target), line=0, message=message)])
