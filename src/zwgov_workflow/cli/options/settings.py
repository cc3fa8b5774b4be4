"""The settings of an installation: ``zwgov.toml``, then the environment, then the options.

The file is looked for in the working directory and upwards, as far as the home directory, unless
``--config`` or ``ZWGOV_CONFIG`` names one. Which bureau, where and how: never who acts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zwgov_workflow.cli.speech.language import LANGUAGES
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.root_options import root_option

__all__ = [
    "DEFAULTS",
    "FILE_NAME",
    "BadSettings",
    "Setting",
    "Settings",
    "current",
    "find_settings",
    "using",
]

FILE_NAME = "zwgov.toml"
MAX_BYTES = 100_000
LARGEST = 1e9

Value = str | float | int

DEFAULTS: Mapping[str, Value | None] = {
    "db": "sqlite:///zwgov.db",
    "bureau": None,
    "region": "CN-NX",
    "lang": None,
    "busy_seconds": 5.0,
    "sweep.limit": None,
    "sweep.max_seconds": None,
}
"""Every setting, and what holds where nobody says otherwise."""

_VARIABLES = {name: f"ZWGOV_{name.upper().replace('.', '_')}" for name in DEFAULTS}
_ACTORS = {"as", "officer", "reader", "service", "user"}


class BadSettings(Exception):
    """A setting that cannot be used.

    Attributes:
        place: The file with its line, or the variable.
        missing: Whether a file that was named is not there, rather than wrong.
    """

    def __init__(self, place: str, say: Callable[[], str], *, missing: bool = False) -> None:
        super().__init__(place)
        self.place, self._say, self.missing = place, say, missing

    def __str__(self) -> str:
        """Return what is wrong, in the language in use, which may be known later than the error."""
        return f"{self.place}: {self._say()}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds, and who says so: ``FILE:LINE`` or ``ZWGOV_...``; None: nobody."""

    value: Value | None
    source: str | None = None


class Settings:
    """The settings in force, options aside.

    Attributes:
        file: The file they come from, if there is one.
    """

    def __init__(self, found: Mapping[str, Setting], file: Path | None = None) -> None:
        self.file = file
        self._found = {name: found.get(name, Setting(value)) for name, value in DEFAULTS.items()}

    def __getitem__(self, name: str) -> Setting:
        return self._found[name]

    def for_command(self, name: str) -> dict[str, Value]:
        """Return what a command takes where its options and variables say nothing."""
        given = {key: one.value for key, one in self._found.items() if one.source is not None}
        own = {key.partition(".")[2]: v for key, v in given.items() if key.startswith(f"{name}.")}
        shared = {key: v for key, v in given.items() if "." not in key}
        return {key: value for key, value in {**shared, **own}.items() if value is not None}

    @property
    def busy_seconds(self) -> float:
        """How long to wait for another process."""
        return float(self["busy_seconds"].value or 0)


_current = Settings({})


def current() -> Settings:
    """Return the settings of the command that runs."""
    return _current


@contextmanager
def using(settings: Settings) -> Iterator[None]:
    """Let :func:`current` give *settings* for a while."""
    global _current  # noqa: PLW0603 (a process runs one command at a time)
    before, _current = _current, settings
    try:
        yield
    finally:
        _current = before


def find_settings(arguments: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """Return what the file and the environment say.

    Raises:
        BadSettings: The file, or a variable, says what it may not.
    """
    named = root_option(arguments, "--config") or environ.get("ZWGOV_CONFIG")
    file = Path(named) if named else _upwards(Path.cwd())
    found = {} if file is None else _of_file(file)
    return Settings({**found, **_of_environment(environ)}, file)


def _upwards(folder: Path) -> Path | None:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 (Path.home raises where there is none)
    for place in (folder, *folder.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        if place == home:
            return None
    return None


def _of_environment(environ: Mapping[str, str]) -> dict[str, Setting]:
    found = {}
    for name, variable in _VARIABLES.items():
        text = environ.get(variable)
        if text and name not in {"lang", "region"}:  # the option reads and checks these itself
            found[name] = Setting(_checked(variable, name, _number(text, name)), variable)
        elif text:
            found[name] = Setting(text, variable)
    return found


def _number(text: str, name: str) -> Value:
    """Return *text* as the number that a setting wants, if it is one."""
    if re.fullmatch(r"[0-9]+", text) and _is_number(name):
        return int(text)
    if re.fullmatch(r"[0-9]+\.[0-9]+", text) and _is_number(name):
        return float(text)
    return text


def _is_number(name: str) -> bool:
    return name not in {"db", "bureau", "region", "lang"}


def _of_file(file: Path) -> dict[str, Setting]:
    text = _text_of(file)
    import tomllib  # noqa: PLC0415 (only where there is a file)

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why = str(error)
        raise BadSettings(str(file), lambda: _("is no TOML: {why}").format(why=why)) from None
    found = {}
    for name, value in _flat(content):
        line = _line_of(text, name)
        place = f"{file}:{line}" if line else str(file)
        checked = _checked(place, name, value)
        found[name] = Setting(_beside(file, checked) if name == "db" else checked, place)
    return found


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadSettings(str(file), lambda: _("is not written in UTF-8")) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadSettings(
            str(file), lambda: _("cannot be read: {why}").format(why=_(why)), missing=True
        ) from None


def _flat(content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{below}", one) for below, one in value.items())
            if not value and not any(name.startswith(f"{key}.") for name in DEFAULTS):
                yield key, value
        else:
            yield key, value


def _line_of(text: str, name: str) -> int | None:
    """Return the line on which a setting stands; tomllib does not tell."""
    table, _dot, key = name.rpartition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            here = header[1].strip("\"'")
            continue
        written = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        word = written[1].replace('"', "").replace("'", "") if written else None
        if word is not None and (here, word) in {(table, key), ("", name)}:
            return number
    return None


def _checked(place: str, name: str, value: object) -> Value:
    """Return the value of a setting.

    Raises:
        BadSettings: There is no such setting, or it takes no such value.
    """
    if name not in DEFAULTS:
        raise BadSettings(place, lambda: _unknown(name))
    if _is_number(name):
        whole = name == "sweep.limit"
        taken = int if whole else int | float
        if isinstance(value, taken) and not isinstance(value, bool) and 0 < value < LARGEST:
            return value
        raise BadSettings(place, lambda: _no_number(name, whole=whole))
    if not isinstance(value, str) or not value.strip():
        raise BadSettings(place, lambda: _("{name}: expected a text").format(name=name))
    if name == "lang" and value not in LANGUAGES:
        words = ", ".join(LANGUAGES)
        raise BadSettings(
            place, lambda: _("{name}: expected one of {words}").format(name=name, words=words)
        )
    return value


def _unknown(name: str) -> str:
    if name.rpartition(".")[2] in _ACTORS:
        return _(
            "{name}: who acts is never a setting, for a file or a variable stands in for no "
            "person; say it with --as"
        ).format(name=name)
    from difflib import get_close_matches  # noqa: PLC0415 (only for a slip)

    close = get_close_matches(name, DEFAULTS, n=1)
    if close:
        text = _("there is no setting {name}; did you mean {close}?")
        return text.format(name=name, close=close[0])
    text = _("there is no setting {name}; there are {known}")
    return text.format(name=name, known=", ".join(DEFAULTS))


def _no_number(name: str, *, whole: bool) -> str:
    text = _("{name}: expected a number above 0")
    if whole:
        text = _("{name}: expected a whole number above 0")
    return text.format(name=name)


def _beside(file: Path, db: Value) -> Value:
    """Return the URL of a database; a file's name is meant beside the settings."""
    text = str(db)
    plain = re.fullmatch(r"sqlite(?:\+\w+)?:///(?!/|file:|:memory:)([^?]+)(.*)", text)
    if plain:
        return f"sqlite:///{file.absolute().parent / plain[1]}{plain[2]}"
    return text if "://" in text else str(file.absolute().parent / text)
