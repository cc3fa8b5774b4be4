"""A copy of a shipped regulation, to write one's own from."""

from __future__ import annotations

from pathlib import Path

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.errors import DefinitionError, Finding, Message, UnknownRegulation

__all__ = ["copy_regulation"]


def copy_regulation(name: str, target: Path) -> None:
    """Copy the file of a shipped regulation to *target*, and its text beside it.

    Raises:
        UnknownRegulation: There is none of that name.
        DefinitionError: A file is there already, or cannot be written.
    """
    documents = shipped_regulations()
    if name not in documents:
        raise UnknownRegulation(name=name, known=tuple(documents))
    source = Path(documents[name].source.path)
    for ending in (".text.md", ".yaml"):
        _copy(source.with_suffix(ending), target.with_suffix(ending))


def _copy(source: Path, target: Path) -> None:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(source.read_text(encoding="utf-8"))
    except OSError as error:
        why = Message("cannot be written: {why}", why=Message(str(error.strerror)))
        raise DefinitionError([Finding(path=str(target), line=0, message=why)]) from error
    console().print(_("written: {path}").format(path=target), soft_wrap=True)
