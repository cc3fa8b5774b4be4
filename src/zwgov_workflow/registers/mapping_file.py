"""The reader of mapping files."""

from __future__ import annotations

from pathlib import Path

from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.registers.mapping import Audited, Fact, Named, Only, RegisterMapping, Taken
from zwgov_workflow.sourcefile import MapNode, Node, TextNode, read_source

__all__ = ["read_mapping", "shipped_mapping"]

_REGULATIONS = Path(__file__).parent.parent / "regulations"

_KEYS = (
    "format", "machine", "sheet", "header", "name", "only", "state", "opened_on", "on", "fields",
    "due", "facts", "parent", "group", "audit",
)  # fmt: skip


def read_mapping(path: Path) -> RegisterMapping:
    """Read the mapping file at *path*.

    Raises:
        DefinitionError: It says what it may not; all that was found, each with its line.
    """
    root = read_source(path)
    root.allow(_KEYS)
    root.require_format()
    return _Reading(root).mapping()


def shipped_mapping(regulation: str) -> Path | None:
    """Return the mapping by which a register is read for a shipped regulation, if there is one."""
    path = _REGULATIONS / regulation / "mappings" / "register.yaml"
    return path if path.is_file() else None


class _Reading:
    """One reading of one file, with what was found wrong so far."""

    def __init__(self, root: MapNode) -> None:
        self._root = root
        self._findings: list[Finding] = []

    def mapping(self) -> RegisterMapping:
        root = self._root
        sheet, header = root.get("sheet"), root.get("header")
        opened_on = self._needed("opened_on")
        found = RegisterMapping(
            path=root.path,
            machine=root["machine"],
            sheet=sheet.text() if sheet else None,
            header=self._header(header) if header else 1,
            name=self._taken(root.get("name")),
            only=self._only(root.get("only")),
            state=self._needed("state"),
            opened_on=opened_on,
            on=self._taken(root.get("on")) or opened_on,
            fields=self._named(root.get("fields")),
            due=self._named(root.get("due")),
            facts=self._facts(root.get("facts")),
            parent=self._taken(root.get("parent")),
            group=self._taken(root.get("group")),
            audit=self._audit(root.get("audit")),
        )
        if self._findings:
            raise DefinitionError(tuple(sorted(self._findings, key=lambda one: one.line)))
        return found

    def _header(self, node: Node) -> int:
        line = node.integer()
        if line < 1:
            raise node.error(Message("lines are counted from 1"))
        return line

    def _needed(self, key: str) -> Taken:
        node = self._root[key]
        return self._taken(node) or Taken(node=node)

    def _taken(self, node: Node | None) -> Taken | None:
        """Read where a value is taken from; None where it is not said, or wrong."""
        if node is None:
            return None
        try:
            return _column(node)
        except DefinitionError as error:
            self._findings += error.findings
            return None

    def _named(self, node: Node | None) -> tuple[Named, ...]:
        if node is None:
            return ()
        pairs = [(key, self._taken(value)) for key, value in node.mapping().pairs()]
        return tuple(Named(key, key.text(), taken) for key, taken in pairs if taken)

    def _only(self, node: Node | None) -> Only | None:
        if node is None:
            return None
        only = node.mapping()
        only.allow(("column", "is"))
        column = Taken(node=only["column"], column=only["column"].text())
        return Only(column, frozenset(word.text() for word in only["is"].items()))

    def _facts(self, node: Node | None) -> tuple[Fact, ...]:
        facts = []
        for entry in node.items() if node else ():
            fact = entry.mapping()
            fact.allow(("trigger", "on", "fields"))
            on = self._taken(fact["on"])
            data = self._named(fact.get("fields"))
            if on is not None:
                facts.append(Fact(fact["trigger"], fact["trigger"].text(), on, data))
        return tuple(facts)

    def _audit(self, node: Node | None) -> Audited | None:
        if node is None:
            return None
        audit = node.mapping()
        audit.allow(("deadline", "by", "number", "title"))
        by = self._taken(audit["by"])
        if by is None:
            return None
        return Audited(
            node=node,
            deadline=audit["deadline"],
            by=by,
            number=self._taken(audit.get("number")),
            title=self._taken(audit.get("title")),
        )


def _column(node: Node) -> Taken:
    """Read ``COLUMN``, ``{column: …, values: …, split: …}`` or ``{always: …}``."""
    if isinstance(node, TextNode):
        return Taken(node=node, column=node.text())
    said = node.mapping()
    said.allow(("column", "always", "values", "split"))
    always, values, split = said.get("always"), said.get("values"), said.get("split")
    if always is not None:
        if len(said.values) > 1:
            raise node.error(Message("'always' is the same in each row, and stands alone"))
        return Taken(node=always, always=always.text())
    words = {key: value.text() for key, value in values.mapping()} if values else None
    column = said["column"]
    return Taken(
        node=column,
        column=column.text(),
        values=words,
        split=split.text() if split else None,
    )
