"""What a reader sees, and which case he means by a word."""

from __future__ import annotations

from collections.abc import Sequence

from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.outlook import may_read
from zwgov_workflow.errors import AmbiguousCase, UnknownCase
from zwgov_workflow.people import Right, ServiceAccount
from zwgov_workflow.service.callers import Reader, reader_given
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Case

__all__ = ["id_called", "readable", "seen"]


def seen(unit: Unit, cases: Sequence[Snapshot], reader: Reader) -> frozenset[str]:
    """Return the ids of those of *cases* that *reader* may see."""
    if isinstance(reader, ServiceAccount):
        rights = unit.around.people.service(reader.name).rights
        return frozenset(case.id for case in cases if Right.READ in rights)
    by_role = frozenset(case.id for case in cases if may_read(unit.turn(case), reader.id))
    rest = [case.id for case in cases if case.id not in by_role]
    return by_role | unit.queries.took_part(rest, reader.id)


def readable(unit: Unit, word: str, reader: Reader) -> tuple[Snapshot, Case]:
    """Return the case that *reader* means by *word*, with its view.

    An id or a number is one case. The number may be written with other brackets, and a running
    number alone is that of this year, if *reader* sees only one that bears it.

    Raises:
        UnknownCase: There is none, or none that *reader* may see.
        AmbiguousCase: He sees several of that running number.
    """
    reader_given(reader)
    for rows in (unit.queries.called(word), unit.queries.written_as(word, unit.today.year)):
        views = unit.views(rows)
        mine = seen(unit, [case for case, _view in views], reader)
        found = [(case, view) for case, view in views if case.id in mine]
        if len(found) > 1:
            raise AmbiguousCase(case=word, known=sorted(view.number for _case, view in found))
        if found:
            return found[0]
    raise UnknownCase(case=word)


def id_called(unit: Unit, word: str, reader: Reader) -> str:
    """Return the id of the case that *reader* means by *word*, for acting on it.

    Of an id or a number it is not asked whether he may see it: that is decided with the act.

    Raises:
        UnknownCase: There is none.
        AmbiguousCase: He sees several of that running number.
    """
    return unit.queries.id_of(word) or readable(unit, word, reader)[0].id
