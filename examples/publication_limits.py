"""Were 2,000 real documents published within 20 working days of their day of formation?

The limit is that of 政府信息公开条例 第二十六条 (2019). It is used as a yardstick: most of these
documents are older than it, and none is of a body in Ningxia. Run with ``make demo``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zwgov_workflow import DueDate, PeriodRule, WorkingCalendar
from zwgov_workflow.calendar import DayFact, DayKind, DaySpan

DOCUMENTS = Path(__file__).parent / "documents.csv"
LIMIT = PeriodRule.parse("20 working days")


@dataclass(frozen=True)
class Document:
    """A document that was published, and the days that matter."""

    id: str
    site: str
    title: str
    issued: date
    published: date


@dataclass(frozen=True)
class Held:
    """A document held against the limit under both calendars."""

    document: Document
    national: DueDate
    ningxia: DueDate

    @property
    def late(self) -> bool:
        """Published after the limit, by the national calendar."""
        return self.document.published > self.national.on

    @property
    def late_in_ningxia(self) -> bool:
        """Published after the limit, had Ningxia's days off counted too."""
        return self.document.published > self.ningxia.on


def read(path: Path) -> tuple[list[Document], int]:
    """Return the documents that have both dates, and how many rows have not."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    dated = [row for row in rows if row["issue_date"] and row["publish_date"]]
    documents = [
        Document(
            id=row["id"],
            site=row["site"],
            title=row["title"],
            issued=date.fromisoformat(row["issue_date"]),
            published=date.fromisoformat(row["publish_date"]),
        )
        for row in dated
    ]
    return documents, len(rows) - len(dated)


def hold(
    documents: Iterable[Document], national: WorkingCalendar, ningxia: WorkingCalendar
) -> list[Held]:
    """Hold each document against the limit under both calendars."""
    return [
        Held(d, national.due_date(LIMIT, d.issued), ningxia.due_date(LIMIT, d.issued))
        for d in documents
    ]


def print_counts(held: Sequence[Held]) -> None:
    """Print in time and late per site, under both calendars."""
    sites = Counter(h.document.site for h in held)
    late = Counter(h.document.site for h in held if h.late)
    late_nx = Counter(h.document.site for h in held if h.late_in_ningxia)
    print(f"{'':16}{'documents':>10}{'CN in time':>12}{'late':>6}{'CN-NX in time':>15}{'late':>6}")
    for site, n in sites.most_common():
        a, b = late[site], late_nx[site]
        print(f"{site:16}{n:>10,}{n - a:>12,}{a:>6}{n - b:>15,}{b:>6}")
    n, a, b = len(held), late.total(), late_nx.total()
    print(f"{'all':16}{n:>10,}{n - a:>12,}{a:>6}{n - b:>15,}{b:>6}")


def regional_days(calendar: WorkingCalendar, h: Held) -> list[DayFact]:
    """Return the regional days off that a document's period met."""
    facts = map(calendar.fact, DaySpan(h.document.issued, h.ningxia.on))
    return [f for f in facts if f.kind is DayKind.HOLIDAY and f.region == calendar.region]


def print_differences(held: Sequence[Held], ningxia: WorkingCalendar) -> None:
    """Print where and why the two calendars part."""
    moved = [h for h in held if h.national.on != h.ningxia.on]
    met = {h.document.id: regional_days(ningxia, h) for h in moved}
    feasts = Counter("、".join({f.holiday or "": 0 for f in facts}) for facts in met.values())
    print(f"\nUnder CN-NX the limit falls later for {len(moved)} documents: days off do not count,")
    print("and a yearly notice gives everybody in Ningxia days off that the nation does not have.")
    for feast, n in feasts.most_common():
        print(f"  {feast}: {n} documents")
    h = max(moved, key=lambda h: len(met[h.document.id]))
    print(f"For one, {h.document.id}, formed {h.document.issued}: {h.national.on} under CN and")
    print(f"{h.ningxia.on} under CN-NX, because these are days off there:")
    for fact in met[h.document.id]:
        print(f"  {fact.day} {fact.holiday} ({fact.source})")
    print_verdicts([h for h in moved if h.late != h.late_in_ningxia])
    unknown = sum(h.ningxia.provisional for h in held)
    print(f"\nNo notice of Ningxia before 2019 was found: {unknown:,} limits under CN-NX are")
    print("provisional for that reason, equal to the national ones, and say so.")


def print_verdicts(changed: Sequence[Held]) -> None:
    """Print the documents that are late under one calendar only."""
    if not changed:
        print("No verdict changes: none was published between its two limits.")
    for h in changed:
        d = h.document
        print(f"  late under CN only: {d.id} formed {d.issued}, published {d.published}")


def print_latest(held: Sequence[Held], national: WorkingCalendar) -> None:
    """Print the documents that were published last after their limit."""

    def days_late(h: Held) -> int:
        return national.working_days_between(h.national.on, h.document.published)

    print("\nThe three furthest behind, in working days after the limit (CN):")
    for h in sorted(held, key=days_late, reverse=True)[:3]:
        d = h.document
        print(f"  {days_late(h):>4}  {d.id} {d.site} {d.issued} → {d.published} {d.title[:28]}")


def main() -> None:
    """Print the audit."""
    national, ningxia = WorkingCalendar.of("CN"), WorkingCalendar.of("CN-NX")
    documents, undated = read(DOCUMENTS)
    held = hold(documents, national, ningxia)
    print(f"Publication within {LIMIT} of the day of formation")
    print("政府信息公开条例 第二十六条, measured against, not governed by: most of these documents")
    print("are older than the rule, and their issuers sit in other provinces.\n")
    print_counts(held)
    print(f"{undated} rows have no day of formation and are left out.")
    print_differences(held, ningxia)
    print_latest(held, national)
    print(f"\nCounted with {national.data_version} and {ningxia.data_version}.")
    print('Try: .venv/bin/zwgov calendar due 2026-02-11 "5 working days"')


if __name__ == "__main__":
    main()
