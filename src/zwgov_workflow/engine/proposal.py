"""The data a transition proposes: what the case knows, what was entered, what the file sets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from zwgov_workflow.definition.model import Setting
from zwgov_workflow.definition.scope import TODAY
from zwgov_workflow.engine.compiled import Arrow
from zwgov_workflow.engine.context import Context, Turn
from zwgov_workflow.engine.table import row_of
from zwgov_workflow.engine.value import Data, Value, parse_value
from zwgov_workflow.engine.view import View

__all__ = ["EMPTY", "apply_settings", "with_entries", "without_missing"]

EMPTY = "empty"

K = TypeVar("K")


def with_entries(data: Data, values: Data, emptied: tuple[str, ...]) -> Data:
    """Return *data* with what a form recorded; a field left empty is empty afterwards."""
    kept = {name: value for name, value in data.items() if name not in emptied}
    return {**kept, **values}


def without_missing(values: Mapping[K, Value | None]) -> dict[K, Value]:
    """Return the values that are there."""
    return {name: value for name, value in values.items() if value is not None}


def apply_settings(turn: Turn, arrow: Arrow, data: Data) -> Data:
    """Return *data* with what the transition sets; each setting reads the values before any."""
    if not arrow.rule.sets:
        return data
    view = turn.view(data)
    found = {name: _set(view, name, how, turn.ctx) for name, how in arrow.rule.sets.items()}
    kept = {name: value for name, value in data.items() if name not in found}
    return {**kept, **without_missing(found)}


def _set(view: View, name: str, how: Setting, ctx: Context) -> Value | None:
    if how.copy_ is not None:
        return view.value(how.copy_)
    if how.add is not None:
        return _added(view.value(name), view.value(how.add))
    if how.table is not None:
        table, _, column = how.table.partition(".")
        return _literal(view, name, row_of(view, table)[column])
    if how.tally is not None:
        return _tallied(view, how.tally, ctx)
    return _literal(view, name, how.literal)


def _added(entries: Value | None, entry: Value | None) -> Value | None:
    listed = entries if isinstance(entries, tuple) else ()
    if entry is None or entry in listed:
        return listed or None
    return (*listed, entry)


def _literal(view: View, name: str, words: object) -> Value | None:
    if words == EMPTY:
        return None
    if words == TODAY:
        return view.today
    return parse_value(words, view.machine.scope.fields[name])


def _tallied(view: View, name: str, ctx: Context) -> Value:
    tally = view.machine.regulation.tallies[name]
    department = view.value(tally.department) if tally.department else None
    year = view.value(tally.year) if tally.year else None
    return Decimal(ctx.tally(tally, department, year))
