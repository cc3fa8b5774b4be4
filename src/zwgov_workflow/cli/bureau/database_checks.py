"""Can the settings be trusted, and can the database be used?"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from zwgov_workflow.cli.bureau.symptom import Grade, Symptom
from zwgov_workflow.cli.options.settings import Settings
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.errors.masking import has_secret
from zwgov_workflow.store.inspection import Condition

__all__ = ["check_condition", "check_file_of_settings"]

ROOM = 100_000_000
"""So many bytes free are asked for; and room for a copy, which a migration makes."""


def check_file_of_settings(settings: Settings) -> Iterator[Symptom]:
    """Look who else may read or write the file of settings."""
    file = settings.file
    if file is None or os.name != "posix":
        return
    mode = file.stat().st_mode
    if mode & stat.S_IWOTH:
        text = _("Anybody on this machine may change {file}, and with it the database used.")
        cure = f"chmod o-w {file}"
        yield Symptom("settings", Grade.WANTING, text.format(file=file), cure)
    if mode & (stat.S_IRGRP | stat.S_IROTH) and has_secret(str(settings["db"].value)):
        text = _("{file} holds a password, and others may read it.").format(file=file)
        yield Symptom("settings", Grade.WANTING, text, f"chmod 600 {file}")


def check_condition(found: Condition) -> Iterator[Symptom]:
    """Look at the database, its file and its schema."""
    if found.damage:
        text = _("The database file is damaged: {what}").format(what="; ".join(found.damage))
        cure = _("Take the last copy that is whole; the damaged file stays as evidence.")
        yield Symptom("integrity", Grade.BROKEN, text, cure)
    elif found.file is not None and found.size is not None:
        text = _("Database: {file}, {size}, whole, journal {journal}").format(
            file=found.file, size=_bytes(found.size), journal=found.journal
        )
        yield Symptom("database", Grade.WELL, text)
        yield from _file(found.file, found)
    else:
        yield Symptom("database", Grade.WELL, _("Database: {kind}").format(kind=found.kind))
    yield _schema(found)


def _file(file: Path, found: Condition) -> Iterator[Symptom]:
    if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        text = _("This account may not write {file} or its folder: nothing can be done.")
        cure = _("Run it under the account that the file belongs to.")
        yield Symptom("writable", Grade.BROKEN, text.format(file=file), cure)
    if found.journal != "wal":
        text = _("The journal is {journal}, not wal: readers and writers wait for each other.")
        cure = _("Put the file on a disk of this machine, not of the network.")
        yield Symptom("journal", Grade.ADVICE, text.format(journal=found.journal), cure)
    if os.name == "posix" and file.stat().st_mode & stat.S_IROTH:
        text = _("Anybody on this machine may read the database.")
        yield Symptom("access", Grade.ADVICE, text, f"chmod o-rwx {file}*")
    free = shutil.disk_usage(file.parent).free
    if free < ROOM + (found.size or 0):
        text = _("Only {size} are free beside the database.").format(size=_bytes(free))
        cure = _("Make room: a full disk stops every change.")
        yield Symptom("room", Grade.WANTING, text, cure)


def _schema(found: Condition) -> Symptom:
    if found.revision == found.needed:
        text = _("The schema is up to date: {revision}").format(revision=found.revision)
        return Symptom("schema", Grade.WELL, text)
    text = _("The schema is at {revision}, this program needs {needed}.")
    told = text.format(revision=found.revision or _("(empty)"), needed=found.needed)
    older = found.revision is None or found.revision < found.needed
    cure = "zwgov migrate --dry-run" if older else _("Install the newer program.")
    return Symptom("schema", Grade.BROKEN, told, cure)


def _bytes(size: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size / 1e3:.0f} kB"
