"""Messages whose English stands elsewhere, named here so that the catalogue has them."""

from __future__ import annotations

__all__ = [
    "CASE_WORDS",
    "CLASHES",
    "DATABASE_WORDS",
    "DATA_WORDS",
    "FAULT_WORDS",
    "FILE_WORDS",
    "FORM_WORDS",
    "JSON_WORDS",
    "PEOPLE_WORDS",
    "REASONS",
    "STORE_WORDS",
    "TYPER_WORDS",
    "YAML_WORDS",
]


def N_(message: str) -> str:  # noqa: N802 (gettext's name for "translate later")
    """Mark *message* for the catalogue."""
    return message


TYPER_WORDS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("Error"),
    N_("Aborted."),
    N_("Aborted!"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("[required]"),
    N_("Try [blue]'{command_path} {help_option}'[/] for help."),
)
"""What typer says itself, through the same gettext domain."""

DATA_WORDS = (
    N_("rests on one secondary source; the bureau should compare it with the notice itself once"),
)
"""Remarks in the shipped calendar data."""

FORM_WORDS = (
    N_("there is no such field in this form"),
    N_("no such entry among the people"),
    N_("half a character, which cannot be kept"),
    N_("not among what the regulation offers here"),
    N_("is missing"),
    N_("expected yes or no"),
    N_("expected a text"),
    N_("expected a list"),
    N_("expected a list of rows"),
    N_("expected rows of {columns}"),
    N_("a row has no {column}"),
    N_("expected one of {words}"),
    N_("more than {n} entries"),
    N_("longer than {n} characters"),
    N_("expected a date such as 2026-02-11"),
    N_("expected a number in digits, such as 85 or 2.5"),
    N_("expected a period such as 5 working days"),
)
"""What the engine says about a field of a form."""

REASONS = (
    N_("holds none of these roles for it on that day"),
    N_("{recorder}, who records it, holds none of these roles on {day}"),
    N_("another officer than the one of '{trigger}' must act"),
    N_("the account has no such right"),
    N_("the case was last acted on on {day}"),
    N_("it lies ahead of {day}"),
)
"""Why the engine refuses an officer or a day."""

CASE_WORDS = (N_("({machine}, not started)"),)
"""What the engine calls a case that has no number."""

CLASHES = (
    N_("its name '{name}' is the id of another department"),
    N_("while '{other}' exists, the name '{name}' is taken"),
)
"""Why two departments cannot be told from each other."""

PEOPLE_WORDS = (
    N_(
        "Department '{department}': {why}. A department that the file leaves out stays; name it "
        "there, and end it with 'to' or call it otherwise."
    ),
)
"""What does not fit among the people."""

STORE_WORDS = (
    N_("The host's transaction was left; use the engine inside its block."),
    N_("There is no database at {url}: set it up with zwgov init."),
    N_("The database holds no bureau: set one up with zwgov init."),
    N_("There is no folder {folder} for the database: create it first."),
    N_("{url} is no database URL; write sqlite:/// and a file name."),
    N_("There is no support for {kind} databases."),
    N_("The database cannot be used: {why}."),
    N_("References lead nowhere in {tables}."),
)
"""What is wrong with a database."""

DATABASE_WORDS = (
    N_("unable to open database file"),
    N_("file is not a database"),
    N_("database disk image is malformed"),
    N_("attempt to write a readonly database"),
    N_("database or disk is full"),
    N_("disk I/O error"),
)
"""Why the database system says it cannot be used."""

FAULT_WORDS = (
    N_("it is not started"),
    N_("it was never opened"),
    N_("the rules {rules} hold at once"),
    N_("the rules of the family do not come to rest"),
    N_("the lapse of '{deadline}' cannot be undone"),
    N_("{n} rows of '{table}' fit"),
    N_("no regulation has the digest {digest}"),
    N_("'{trigger}' does not lead on from '{state}'"),
    N_("{n} transitions fit '{trigger}'"),
    N_("none fits"),
)
"""How the engine contradicts itself."""

FILE_WORDS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("embedded null byte"),
    N_("'{codec}' codec can't decode byte {byte} in position {position}: {why}"),
    N_("invalid start byte"),
    N_("invalid continuation byte"),
    N_("unexpected end of data"),
)
"""Why a file cannot be read or written, as the operating system or Python says it."""

JSON_WORDS = (
    N_("{why}: line {line} column {column} (char {char})"),
    N_("Expecting value"),
    N_("Expecting property name enclosed in double quotes"),
    N_("Expecting ':' delimiter"),
    N_("Expecting ',' delimiter"),
    N_("Extra data"),
    N_("Unterminated string starting at"),
    N_("Invalid control character at"),
    N_("Invalid \\escape"),
    N_("Illegal trailing comma before end of object"),
    N_("Illegal trailing comma before end of array"),
    N_("maximum recursion depth exceeded while decoding a JSON {why} from a unicode string"),
    N_("array"),
    N_("object"),
)
"""What Python's reader says of JSON."""

YAML_WORDS = (
    N_("is not YAML"),
    N_("control characters are not allowed"),
    N_("mapping values are not allowed in this context"),
    N_("mapping keys are not allowed in this context"),
    N_("block sequence entries are not allowed in this context"),
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected '-' indicator"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected node content"),
    N_("did not find expected <document start>"),
    N_("did not find expected comment or line break"),
    N_("did not find expected alphabetic or numeric character"),
    N_("did not find expected hexdecimal number"),
    N_("found a tab character where an indentation space is expected"),
    N_("found a tab character that violates indentation"),
    N_("found an indentation indicator equal to 0"),
    N_("found character that cannot start any token"),
    N_("found undefined tag handle"),
    N_("found unexpected ':'"),
    N_("found unexpected document indicator"),
    N_("found unexpected end of stream"),
    N_("found unknown directive name"),
    N_("found unknown escape character"),
    N_("could not find expected directive name"),
    N_("did not find URI escaped octet"),
    N_("did not find expected '!'"),
    N_("did not find expected digit or '.' character"),
    N_("did not find expected tag URI"),
    N_("did not find expected version number"),
    N_("did not find expected whitespace"),
    N_("did not find expected whitespace or line break"),
    N_("did not find the expected '>'"),
    N_("exceeded maximum nesting depth"),
    N_("found duplicate %TAG directive"),
    N_("found duplicate %YAML directive"),
    N_("found extremely long version number"),
    N_("found incompatible YAML document"),
    N_("found invalid Unicode character escape code"),
    N_("found unexpected non-alphabetical character"),
)
"""What libyaml says of a file."""
