"""Running worked examples: each step against the engine, each expectation against the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time

from zwgov_workflow.calendar import SHANGHAI, WorkingCalendar
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.definition.model import Regulation
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command
from zwgov_workflow.engine.context import Context, Turn
from zwgov_workflow.engine.lifecycle import after_move
from zwgov_workflow.engine.memory import MemoryFamilies
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.engine.value import Value, parse_value
from zwgov_workflow.errors import CaseError, DefinitionError, Finding, Message, WorkflowError
from zwgov_workflow.sourcefile import Node
from zwgov_workflow.worked_examples.cast import Cast
from zwgov_workflow.worked_examples.example import Act, Example, ExampleFile, Raw, Step
from zwgov_workflow.worked_examples.expectation import as_told, differences
from zwgov_workflow.worked_examples.reason import reasons

__all__ = ["run_examples"]


def run_examples(
    file: ExampleFile,
    documents: Sequence[Document],
    *,
    calendar: Callable[[str], WorkingCalendar] = WorkingCalendar.of,
) -> Iterator[Finding]:
    """Yield a finding for each example that does not go as told: the first step that differs.

    Args:
        file: The examples.
        documents: The regulation they are of, and those it uses.
        calendar: The working days of a region.
    """
    for example in file.examples:
        try:
            with _told_of(example.node):
                story = _Story(file, example, documents, calendar)
            story.play()
        except DefinitionError as error:
            yield from (
                replace(finding, message=_of_example(example, finding.message))
                for finding in error.findings
            )


def _of_example(example: Example, message: str) -> Message:
    return Message("example {example!r}: {what}", example=example.name, what=message)


@contextmanager
def _told_of(node: Node) -> Iterator[None]:
    """Tell an error that no step expects at the place in the file where it came up."""
    try:
        yield
    except DefinitionError:
        raise
    except WorkflowError as error:
        raise node.error(Message("{error}", error=error)) from None


class _Story:
    """One example being played."""

    def __init__(
        self,
        file: ExampleFile,
        example: Example,
        documents: Sequence[Document],
        calendar: Callable[[str], WorkingCalendar],
    ) -> None:
        self.file = file
        self.example = example
        self.calendar = calendar
        self.regulations = Regulations(
            _with_parameters(document, example) if document_of(document, file) else document
            for document in documents
        )
        self.families = MemoryFamilies(self.regulations)
        self.cast = Cast(file, example, self.regulations)
        self.machines = self.regulations.versions(file.regulation)[-1].regulation.machines
        self.root = ""

    def play(self) -> None:
        """Play start and steps.

        Raises:
            DefinitionError: A step does not go as told.
        """
        path = f"{self.file.regulation}/{self.example.machine}"
        start = self.example.start
        if start.act is None:
            raise start.node.error(Message("a story starts with a trigger"))
        with _told_of(start.node):
            self._act(start.node, start.act, self._unborn(path, start.node, start.act), None)
        for step in self.example.steps:
            if start.act.refused:
                raise step.node.error(Message("nothing follows a start that is refused"))
            with _told_of(step.node):
                self._play(step)

    def _play(self, step: Step) -> None:
        if step.begins is not None and step.given_state is None:
            self.families.pass_time(step.begins, self._ctx())
        if step.given_state is not None:
            self._place(step, step.given_state)
        elif step.act is not None:
            case = self._find(step.node, step.case)
            self._act(step.node, step.act, case, case.id)
        for key, (node, told) in step.expect.items():
            self._compare(step, key, node, told)

    def _ctx(self) -> Context:
        return Context(self.calendar, self.cast.people())

    def _unborn(self, path: str, node: Node, act: Act) -> Snapshot:
        if path.partition("/")[2] not in self.machines:
            raise node.error(
                Message(
                    "{path!r} is no machine; there are {known}",
                    path=path,
                    known=tuple(self.machines),
                )
            )
        return self.families.begin(path, act.on, self._ctx())

    def _act(self, node: Node, act: Act, case: Snapshot, case_id: str | None) -> None:
        regulation = self.regulations.machine(case.machine, case.digest).regulation
        known = case.data if case_id is not None else {**case.data, **_words(act.form)}
        officer = self.cast.appoint(regulation, act, known)
        if officer is None:
            raise node.error(
                Message(
                    "nobody acts as {role!r}; roles: {known}",
                    role=act.by,
                    known=tuple(regulation.roles),
                )
            )
        command = Command(
            trigger=act.trigger,
            officer=officer,
            occurred_on=act.on,
            recorded_at=datetime.combine(act.recorded_on, time(12), SHANGHAI),
            role=act.by,
            form=act.form,
        )
        try:
            if case_id is None:
                self.root = self.families.start(case.machine, command, self._ctx()).id
            else:
                self.families.fire(case_id, command, self._ctx())
        except CaseError as error:
            if act.refused is None or act.refused not in reasons(error):
                raise node.error(Message("is refused: {error}", error=error)) from None
        else:
            if act.refused is not None:
                raise node.error(
                    Message(
                        "{trigger!r} is taken, and not refused for {reason!r}",
                        trigger=act.trigger,
                        reason=act.refused,
                    )
                )

    def _find(self, node: Node, path: str) -> Snapshot:
        """Return the case at a path such as ``coordination/consultations[法制]``."""
        case = self.families.case(self.root)
        for part in filter(None, path.split("/")):
            group, _, item = part.partition("[")
            children = [self.families.case(c) for c in self.families.children(case.id, group)]
            item = item.removesuffix("]")
            fitting = [c for c in children if not item or item == c.place.item]
            fitting = fitting or [c for c in children if item in _marks(c)]
            if not fitting:
                known = tuple(sorted({mark for c in children for mark in _marks(c)}))
                raise node.error(
                    Message(
                        "there is no case {case!r}; there are: {known}",
                        case=part,
                        known=known or Message("none"),
                    )
                )
            case = fitting[-1]
        return case

    def _place(self, step: Step, state: str) -> None:
        """Put a case into a state, with data; its deadlines start as if it had come there."""
        case = self._find(step.node, step.case)
        machine = self.regulations.machine(case.machine, case.digest)
        if state not in machine.machine.states:
            raise step.node.error(
                Message("{state!r} is no state of {machine!r}", state=state, machine=machine.name)
            )
        data = dict(case.data)
        for name, raw in step.given.items():
            kind = machine.scope.fields.get(name)
            if kind is None:
                raise step.node.error(
                    Message(
                        "{field!r} is no field of {machine!r}", field=name, machine=machine.name
                    )
                )
            data[name] = _value(step.node, raw, kind)
        day = step.begins or case.opened_on
        if day is None:
            raise step.node.error(Message("the day is missing"))
        turn = Turn(machine, case, day, self._ctx())
        rows = after_move(turn.view(data), None, state, None).rows
        placed = replace(case, state=state, data=data, deadlines=rows, since=day, last_on=day)
        self.families.place(case, placed)

    def _compare(self, step: Step, key: str, node: Node, told: Raw) -> None:
        path, _, name = key.rpartition(".")
        case = self._find(node, "/".join(filter(None, (step.case, path))))
        machine = self.regulations.machine(case.machine, case.digest)
        day = max(filter(None, (case.last_on, step.begins)))
        found = as_told(Turn(machine, case, day, self._ctx()), self.families, name)
        if found is None:
            raise node.error(
                Message("{machine!r} knows no {name!r}", machine=machine.name, name=name)
            )
        message = differences(key, told, found)
        if message is not None:
            raise node.error(message)


def document_of(document: Document, file: ExampleFile) -> bool:
    """Return whether *file* is about *document*."""
    return document.regulation.regulation == file.regulation


def _with_parameters(document: Document, example: Example) -> Document:
    """Return the regulation with the parameters that the example sets otherwise."""
    if not example.parameters:
        return document
    regulation = document.regulation
    parameters = dict(regulation.parameters)
    for name, raw in example.parameters.items():
        if name not in parameters:
            raise example.node.error(
                Message(
                    "{name!r} is no parameter of {regulation!r}",
                    name=name,
                    regulation=regulation.regulation,
                )
            )
        value = tuple(raw) if isinstance(raw, list) else raw
        _fits(regulation, example.node, name, value)
        parameters[name] = parameters[name].model_copy(update={"value": value})
    changed = regulation.model_copy(update={"parameters": parameters})
    return Document(changed, document.source, f"{document.digest[:56]}+example")


def _fits(regulation: Regulation, node: Node, name: str, value: object) -> None:
    """Refuse a value of a parameter that is not of its type."""
    kind = regulation.parameters[name].type
    try:
        parse_value(value, kind)
    except ValueError as error:
        raise node.error(Message("{name!r}: {why}", name=name, why=error)) from None
    enumeration = regulation.enumerations.get(kind.name)
    words = value if isinstance(value, tuple) else (value,)
    if enumeration is not None and not enumeration.open and set(words) - set(enumeration.words):
        expected = Message("expected one of {words}", words=enumeration.words)
        raise node.error(Message("{name!r}: {why}", name=name, why=expected))


def _words(form: Mapping[str, Raw]) -> Mapping[str, Value]:
    return {
        name: tuple(str(entry) for entry in raw) if isinstance(raw, list) else str(raw)
        for name, raw in form.items()
    }


def _value(node: Node, raw: Raw, kind: FieldType) -> Value:
    try:
        value = parse_value(raw, kind)
    except ValueError as error:
        raise node.error(Message("{error}", error=error)) from None
    if value is None:
        raise node.error(Message("a value is missing here"))
    return value


def _marks(case: Snapshot) -> Sequence[str]:
    """Return what a child can be told by: its item, and the words of its data."""
    item = (case.place.item,) if case.place.item is not None else ()
    return (*item, *(value for value in case.data.values() if isinstance(value, str)))
