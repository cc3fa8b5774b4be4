"""Which language is spoken, and that its catalogue is whole."""

import gettext
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import zwgov_workflow
from zwgov_workflow import cli
from zwgov_workflow.cli.speech.language import gettext_, pick_language

FOLDER = Path(zwgov_workflow.__file__).parent
CATALOGUE = Path(cli.__file__).parent / "locale" / "zh" / "LC_MESSAGES" / "zwgov.po"
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2), "Message": None}
PLACE = re.compile(r"\{(\w*)")


@pytest.mark.parametrize(
    ("arguments", "environ", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8", "ZWGOV_LANG": "zh"}, "zh"),
        (["--lang", "en"], {"ZWGOV_LANG": "zh"}, "en"),
        (["--lang=en", "calendar"], {}, "en"),
        (["--version", "--lang", "en"], {}, "en"),
        (["calendar", "--lang", "en"], {}, "zh"),
        (["--lang"], {}, "zh"),
        (["--lang", "fr"], {}, "zh"),
    ],
)
def test_the_language_is_asked_for_in_this_order(arguments, environ, language):
    assert pick_language(arguments, environ) == language


def test_the_process_speaks_as_before_when_it_is_done(zwgov, monkeypatch):
    for language in ("de", None):
        monkeypatch.setenv("LANGUAGE", language) if language else monkeypatch.delenv("LANGUAGE")
        domain = gettext.textdomain()
        assert zwgov("--version")[0] == 0
        assert os.environ.get("LANGUAGE") == language
        assert gettext.textdomain() == domain
        assert gettext_("Days") == "Days"


def messages():
    return {found[2] for found in extract_from_dir(FOLDER, keywords=KEYWORDS)}


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def test_every_message_is_translated_and_none_is_left_over():
    translated = {m.id if isinstance(m.id, str) else tuple(m.id): m for m in catalogue() if m.id}
    assert set(translated) == messages()
    for message in translated.values():
        assert message.string, message.id
        assert not message.fuzzy, message.id


def test_translations_keep_the_places_to_be_filled_in():
    for message in catalogue():
        ids = (message.id,) if isinstance(message.id, str) else message.id
        texts = (message.string,) if isinstance(message.string, str) else message.string
        for text in texts:
            assert set(PLACE.findall(text)) == set(PLACE.findall(ids[-1])), text


def test_the_compiled_catalogue_is_that_of_the_source():
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run: make messages"
