"""Who calls a verb: an officer or a service account, not the id of one, with the right for it."""

from __future__ import annotations

from zwgov_workflow.errors import NotAllowed
from zwgov_workflow.people import Officer, People, Right, ServiceAccount

__all__ = ["Reader", "officer_given", "reader_given", "right_needed", "service_given"]

Reader = Officer | ServiceAccount


def officer_given(value: object, argument: str) -> None:
    """Refuse what is no officer.

    Args:
        value: What was handed in.
        argument: As which argument.

    Raises:
        TypeError: It is something else, such as the id of an officer.
    """
    if not isinstance(value, Officer):
        raise TypeError(_text(value, argument, 'an officer, engine.officer("P0031")'))


def service_given(value: object, argument: str) -> None:
    """Refuse what is no service account, as :func:`officer_given` does."""
    if not isinstance(value, ServiceAccount):
        raise TypeError(_text(value, argument, 'a service account, engine.service("nightly")'))


def reader_given(value: object, argument: str = "reader") -> None:
    """Refuse what is neither an officer nor a service account, as :func:`officer_given` does."""
    if not isinstance(value, Officer | ServiceAccount):
        wanted = 'engine.officer("P0031") or engine.service("nightly")'
        raise TypeError(_text(value, argument, wanted))


def right_needed(people: People, by: ServiceAccount, right: Right) -> None:
    """Refuse an account that has not *right*, by what the bureau now says of it.

    Raises:
        NotAllowed: It has not.
        UnknownService: There is no such account any more.
    """
    if right not in people.service(by.name).rights:
        raise NotAllowed(
            case="-",
            trigger=right.value,
            officer=by.name,
            roles=(right.value,),
            why="the account has no such right",
        )


def _text(value: object, argument: str, wanted: str) -> str:
    shown = f" {value!r}" if isinstance(value, str) else ""  # what else it is may hold a form
    return f"{argument} takes {wanted}, not {type(value).__name__}{shown}"
