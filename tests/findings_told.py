"""What findings say, seen to be said in Chinese too: with no English left but names and code."""

import re

from zwgov_workflow.cli.refusals.refusal import finding_text
from zwgov_workflow.cli.speech.language import speaking
from zwgov_workflow.cli.speech.message import told
from zwgov_workflow.errors import Message

QUOTED = re.compile("“[^“”]*”")
LATIN = re.compile("[A-Za-z]{3,}")
CODE = re.compile("JSON|YAML|UTF-8|URL")


def lines(findings):
    """Return the English lines of *findings*."""
    found = list(findings)
    with speaking("zh"):
        for finding in found:
            assert isinstance(finding.message, Message), finding
            assert prose(finding.message) == [], finding_text(finding)
            assert finding_text(finding) != str(finding)
    return [str(finding) for finding in found]


def prose(message):
    """Return the words of a message as it is told that are in Latin letters, and no code."""
    return LATIN.findall(CODE.sub("", QUOTED.sub("", told(blank(message), blank))))


def blank(value):
    """Return *value* without the words that came out of a file."""
    text = value if isinstance(value, str) else str(value)
    if isinstance(text, Message):
        values = {name: blank(one) for name, one in text.values.items()}
        return Message(text.template, **values)
    if isinstance(value, tuple):
        return tuple(blank(one) for one in value)
    return "·" if isinstance(value, str | Exception) else value
