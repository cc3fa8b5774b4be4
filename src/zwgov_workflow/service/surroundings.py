"""What a bureau decides by: its people, its regulations, its calendars, kept until they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from zwgov_workflow.calendar import Announcement, WorkingCalendar
from zwgov_workflow.calendar.region import counted_announcements
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.engine.context import Context, CountTally
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import NoBureau
from zwgov_workflow.people import People
from zwgov_workflow.store.bureau_rows import bureau_row, bureaus
from zwgov_workflow.store.document_rows import load_announcements, load_regulations
from zwgov_workflow.store.host import Connection
from zwgov_workflow.store.people_rows import load_people

__all__ = ["Surroundings", "calendars", "load_surroundings"]


@dataclass(frozen=True)
class Surroundings:
    """What is the same for every case of a bureau at one revision.

    Attributes:
        region: The region of the bureau's own calendar.
        revision: The revision it was read at.
        calendar: The working days of a region, by the announcements on record here.
    """

    bureau: str
    region: str
    revision: int
    people: People
    regulations: Regulations
    announcements: Sequence[Announcement]
    calendar: Callable[[str], WorkingCalendar]

    @cached_property
    def waiting(self) -> Sequence[Announcement]:
        """The announcements shipped with this package that are not on record here.

        No deadline is counted by them until they are taken in.
        """
        shipped = counted_announcements(self.region)
        return [known for known in shipped if known not in self.announcements]

    def context(self, tally: CountTally) -> Context:
        """Return the world around a case."""
        return Context(self.calendar, self.people, tally)


def load_surroundings(
    connection: Connection, bureau: str, known: Surroundings | None
) -> Surroundings:
    """Return what a bureau decides by: *known*, unless another process has changed it.

    Raises:
        NoBureau: The database holds no such bureau.
    """
    row = bureau_row(connection, bureau)
    if row is None:
        raise NoBureau(bureau=bureau, known=bureaus(connection))
    if known is not None and known.revision == row.revision:
        return known
    announcements = load_announcements(connection, bureau)
    return Surroundings(
        bureau=bureau,
        region=row.region,
        revision=row.revision,
        people=load_people(connection, bureau),
        regulations=load_regulations(connection, bureau),
        announcements=announcements,
        calendar=calendars(announcements),
    )


@lru_cache(maxsize=16)
def calendars(announcements: tuple[Announcement, ...]) -> Callable[[str], WorkingCalendar]:
    """Return the calendars that *announcements* make, each made when it is first asked for."""

    @cache
    def calendar(region: str) -> WorkingCalendar:
        codes = {region, region_called(region).over}
        counted = [known for known in announcements if known.region in codes]
        return WorkingCalendar.from_announcements(region, counted)

    return calendar
