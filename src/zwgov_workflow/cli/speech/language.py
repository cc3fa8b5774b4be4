"""The language the command line speaks, and its catalogue of messages."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from zwgov_workflow.cli.speech.root_options import root_option

__all__ = ["LANGUAGES", "gettext_", "ngettext_", "pick_language", "speaking", "speaks_english"]

LANGUAGES = ("zh", "en")

_DOMAIN = "zwgov"
_LOCALES = Path(__file__).parents[1] / "locale"

_current: gettext.NullTranslations = gettext.NullTranslations()


def pick_language(
    arguments: Sequence[str], environ: Mapping[str, str], setting: object = None
) -> str:
    """Return the language asked for: by ``--lang``, ``ZWGOV_LANG``, a setting, else the locale.

    It is Chinese unless one of these names another language.
    """
    for given in (root_option(arguments, "--lang"), environ.get("ZWGOV_LANG"), setting):
        if given in LANGUAGES:
            return str(given)
    locale = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    language = locale.partition(".")[0].partition("_")[0].lower()
    return "zh" if language in ("", "c", "posix", "zh") else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let :func:`gettext_`, and typer's own words, speak *language* for a while.

    typer asks gettext for the domain of the process and the environment for the language; both
    are put back after.
    """
    global _current  # noqa: PLW0603 (a process on a terminal speaks one language at a time)
    before = _current, os.environ.get("LANGUAGE"), gettext.textdomain()
    _current = gettext.translation(_DOMAIN, str(_LOCALES), [language], fallback=True)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(_LOCALES))
    gettext.textdomain(_DOMAIN)
    try:
        yield
    finally:
        _current, environ_language, domain = before
        gettext.textdomain(domain)
        if environ_language is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = environ_language


def ngettext_(one: str, many: str, n: int) -> str:
    """Return *one* or *many*, whichever the language in use wants for *n*, with n filled in."""
    return _current.ngettext(one, many, n).format(n=n)


def gettext_(message: str) -> str:
    """Return *message* in the language in use."""
    return _current.gettext(message)


def speaks_english() -> bool:
    """Say whether the language in use is that of the messages themselves."""
    return not isinstance(_current, gettext.GNUTranslations)
