"""The JSON Schema of a regulation file, for editors: from the model, in the words of the file."""

from __future__ import annotations

from typing import Any

from zwgov_workflow.definition.model import Regulation

__all__ = ["regulation_schema"]

WORD = {"type": "string"}
TYPE = {"type": "string", "pattern": "^(optional )?(list of )?[^ ]+$"}
WARN = {"const": "warn"}
WORDS = {"anyOf": [WORD, {"type": "array", "items": WORD}]}


def regulation_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a regulation file.

    Where the file has a short form (a bare type phrase for a field, a bare word for a test, paths
    as the keys of a condition), the schema allows it. Every scalar is text, as the reader takes it;
    editors that read ``3`` as a number are told that this is fine.
    """
    schema: dict[str, Any] = Regulation.model_json_schema(mode="validation", by_alias=True)
    parts = schema["$defs"]
    for name, short in (("FormField", TYPE), ("Setting", WORDS), ("Lapse", WARN), ("Test", WORDS)):
        parts[name] = {"anyOf": [short, parts[name]]}
    condition = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "items": condition}
    parts["Condition"] = {
        "type": "object",
        "description": "Tests by path; all must hold.",
        "properties": {"all_of": several, "any_of": several, "none_of": several},
        "additionalProperties": {"$ref": "#/$defs/Test"},
        "minProperties": 1,
    }
    schema = _text_allowed(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A regulation as state machines, format 1"
    return schema


def _text_allowed(schema: Any) -> Any:  # noqa: ANN401 (JSON, as deep as it is)
    """Let every scalar be the text that stands in the file, or what an editor makes of it."""
    if isinstance(schema, list):
        return [_text_allowed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _text_allowed(value) for key, value in schema.items()}
    kind = found.get("type")
    if kind in ("integer", "number", "boolean"):
        return {"type": [kind, "string"], **{k: v for k, v in found.items() if k == "description"}}
    if kind == "string" and not {"enum", "const", "pattern"} & found.keys():
        found["type"] = ["string", "number", "boolean"]
    if found.get("const") == "1":
        return {"enum": ["1", 1]}
    return found
