"""The item of a list that a child was started for."""

from __future__ import annotations

import json
from collections.abc import Mapping

from zwgov_workflow.definition.model import Group
from zwgov_workflow.engine.value import Data, Value, to_json

__all__ = ["child_fields", "item_key"]


def item_key(item: Value) -> str:
    """Return an item as text: the text itself, or a row as JSON in a fixed order."""
    plain = to_json(item)
    if isinstance(plain, str):
        return plain
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def child_fields(group: Group, item: Value) -> Data:
    """Return the fields of the child that the item fills."""
    if isinstance(group.as_, str):
        return {group.as_: item}
    row = item if isinstance(item, Mapping) else {}
    columns = group.as_ or {}
    return {field: row[column] for field, column in columns.items() if column in row}
