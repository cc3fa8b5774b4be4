"""Messages whose English stands elsewhere, named here so that the catalogue has them."""

from __future__ import annotations

__all__ = [
    "CASE_WORDS",
    "CLASHES",
    "DATABASE_WORDS",
    "DATA_WORDS",
    "FAULT_WORDS",
    "FIELD_WORDS",
    "FILE_WORDS",
    "FORM_WORDS",
    "IMPORT_WORDS",
    "JSON_WORDS",
    "MISUSE_WORDS",
    "PEOPLE_WORDS",
    "REASONS",
    "RIGHT_WORDS",
    "STORE_WORDS",
    "TYPER_WORDS",
    "VALUE_WORDS",
    "YAML_WORDS",
]


def N_(message: str) -> str:  # noqa: N802 (gettext's name for "translate later")
    """Mark *message* for the catalogue."""
    return message


TYPER_WORDS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("[required]"),
)
"""What typer says itself, through the same gettext domain."""

MISUSE_WORDS = (
    N_("Missing command"),
    N_("Missing argument {name}"),
    N_("Missing option {name}"),
    N_("No such command {name}. Did you mean {close}?"),
    N_("No such command {name}"),
    N_("No such option: {name} (Possible options: {close})"),
    N_("No such option: {name} Did you mean {close}?"),
    N_("No such option: {name}"),
    N_("Option {name} requires an argument"),
    N_("Option {name} requires {n} arguments"),
    N_("Option {name} does not take a value"),
    N_("Got unexpected extra argument(s) ({extra})"),
    N_("Invalid value for {name} (env var: {variable}): {why}"),
    N_("Invalid value for {name}: {why}"),
)
"""What typer finds wrong with a command line, past gettext."""

VALUE_WORDS = (
    N_("{value} is not a valid int range"),
    N_("{value} is not a valid int"),
    N_("{value} is not a valid float range"),
    N_("{value} is not a valid float"),
    N_("{value} is not in the range x>={least}"),
    N_("{value} is not in the range x>{least}"),
    N_("{value} is not one of {words}"),
)
"""What typer finds wrong with a value."""

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

IMPORT_WORDS = (
    N_("this file was imported before, and was read otherwise"),
    N_("another row has the same source"),
    N_("the machine has no such state"),
    N_("the day of its state lies ahead of {day}"),
    N_("it was opened after the day of its state"),
    N_("the regulation is in force only since {day}"),
    N_("the regulation had no such machine then"),
    N_("no deadline '{deadline}' runs in this state"),
    N_("its deadline '{label}' was over before it came to this state"),
    N_("a deadline of it leaves the days of the calendar"),
    N_("what follows of it is refused: {error}"),
    N_("a parent and its group go together"),
    N_("the row of its parent was not taken"),
    N_("its parent is not there"),
    N_("its parent has no such group of this machine"),
    N_("its parent has it otherwise"),
    N_("its parent has ended"),
    N_("its parent has this part already"),
    N_("the list of its parent has no such part"),
    N_("is missing, and a deadline of the state is counted from it"),
    N_("lies ahead of {day}, and a deadline of the state is counted from it"),
    N_("its day lies ahead of {day}"),
    N_("its day lies before {day}"),
    N_("it is not possible in the state of the case"),
    N_("the fields do not say what it led to"),
)
"""What the engine says about a row of an import."""

REASONS = (
    N_("holds none of these roles for it on that day"),
    N_("{recorder}, who records it, holds none of these roles on {day}"),
    N_("another officer than the one of '{trigger}' must act"),
    N_("the account has no such right"),
    N_("the case was last acted on on {day}"),
    N_("the case came to its state on {day}"),
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
    N_("{path} is a folder, not a database."),
    N_("References lead nowhere in {tables}."),
)
"""What is wrong with a database."""

FIELD_WORDS = {
    "anchor": N_("counted from"),
    "by": N_("acts"),
    "calendar": N_("calendar"),
    "children": N_("parts"),
    "clauses": N_("clauses"),
    "distinct_from": N_("another officer than of"),
    "final": N_("ends the case"),
    "form": N_("form"),
    "from": N_("from state"),
    "held_in": N_("held in"),
    "in_force_from": N_("in force from"),
    "label": N_("name"),
    "late": N_("when late"),
    "met_by": N_("met by"),
    "on_lapse": N_("when over"),
    "quote": N_("words of the law"),
    "reading": N_("reading"),
    "regulation": N_("regulation"),
    "remind": N_("reminders"),
    "requires": N_("requirements"),
    "revision": N_("revision"),
    "runs_in": N_("runs in"),
    "sets": N_("records"),
    "title": N_("title"),
    "to": N_("to state"),
    "type": N_("kind"),
    "uses": N_("uses"),
    "value": N_("value"),
    "values": N_("values"),
    "version": N_("version"),
    "when": N_("condition"),
    "within": N_("period"),
}
"""What the keys of a regulation file mean."""

RIGHT_WORDS = {
    "administer": N_("administer"),
    "import": N_("import"),
    "read": N_("read"),
    "sweep": N_("sweep"),
}
"""What a service account may do."""
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
