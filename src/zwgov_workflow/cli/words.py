"""Messages whose English stands elsewhere, named here so that the catalogue has them."""

from __future__ import annotations

__all__ = [
    "CLASHES",
    "DATA_WORDS",
    "FORM_WORDS",
    "IMPORT_WORDS",
    "PEOPLE_WORDS",
    "REASONS",
    "STORE_WORDS",
    "TYPER_WORDS",
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
    N_("it lies ahead of {day}"),
)
"""Why the engine refuses an officer or a day."""

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
    N_("There is no database at {url}: set it up with zwgov init."),
    N_("The database holds no bureau: set one up with zwgov init."),
    N_("There is no folder {folder} for the database: create it first."),
    N_("{url} is no database URL; write sqlite:/// and a file name."),
    N_("There is no support for {kind} databases."),
    N_("The database cannot be used: {why}."),
    N_("References lead nowhere in {tables}."),
)
"""What is wrong with a database."""
