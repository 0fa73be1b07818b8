"""The table of keys in docs/config.md, made from the models. `python -m drift.config.document` prints it."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from drift.config.column import ColumnConfig
from drift.config.fitting import FIT_COLUMN_KEYS, FIT_KEYS
from drift.config.model import Config
from drift.config.values import Frozen, RowLimits

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES: Final = {
    "array": "list of names",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "number": "number",
}
HEADS: Final = ("key", "type", "default", "used at", "what it does", "example")

_TABLE: Final = re.compile(rf"^\| {HEADS[0]} \|.*?\n(?!\|)", re.MULTILINE | re.DOTALL)

# One example each; `configs/example.yaml` has them in their place, with reasons.
EXAMPLES: Final = {
    "version": "version: 1",
    "dataset": "dataset: trips",
    "schema": "schema: my_package.schemas:Trips",
    "reports": "reports: reports",
    "history": "history: history.db",
    "accepted": "accepted: configs/accepted.yaml",
    "time": "time: started_at",
    "max_age": "max_age: 36h",
    "key": "key: [trip_id]",
    "weight": "weight: sample_weight",
    "ignore": "ignore: [split, fold]",
    "segments": "segments: [city]",
    "sensitivity": "sensitivity: high",
    "method": "method: evidently",
    "together": "together: true",
    "sample": "sample: 0",
    "target": "target: is_fraud",
    "rows": "rows: {min: 1000}",
    "rows.min": "rows: {min: 1000}",
    "rows.max": "rows: {max: 1000000}",
    "columns": "columns: {amount: {unit: cent}}",
    "columns.*.kind": "kind: category",
    "columns.*.unit": "unit: second",
    "columns.*.tolerance": "tolerance: 0.05",
    "columns.*.importance": "importance: 0.9",
    "columns.*.owner": "owner: fraud team",
    "columns.*.sensitive": "sensitive: true",
    "columns.*.check": "check: false",
    "columns.*.reason": "reason: not a feature",
}


WITHIN: Final[dict[str, type[Frozen]]] = {"rows": RowLimits, "columns": ColumnConfig}


def key_table() -> str:
    """Return the table: a row a key, in the order of the models, and below it what is in it."""
    rows = [HEADS, tuple("---" for _ in HEADS), *_rows()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows() -> Iterator[tuple[str, ...]]:
    for key, phases in _phases(Config, "", FIT_KEYS):
        yield _row(Config, key, key, phases)
        within = WITHIN.get(key)
        if within is None:
            continue
        prefix = "columns.*." if key == "columns" else "rows."
        for path, of_key in _phases(within, prefix, FIT_COLUMN_KEYS if key == "columns" else ()):
            yield _row(within, path.removeprefix(prefix), path, of_key)


def _phases(model: type[Frozen], prefix: str, at_fit: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in model.model_fields:
        both = prefix == "" and key in {"version", "schema", "columns"}
        yield f"{prefix}{key}", "fit, check" if both else "fit" if key in at_fit else "check"


def _row(model: type[Frozen], key: str, path: str, phases: str) -> tuple[str, ...]:
    field = model.model_fields[key]
    default = field.get_default(call_default_factory=True, validated_data={})
    kind = _type(model.model_json_schema()["properties"][key])
    return (
        f"`{path}`",
        kind,
        f"`{json.dumps(default)}`",
        phases,
        field.description or "",
        f"`{EXAMPLES[path]}`",
    )


def _type(schema: dict[str, Any]) -> str:
    """Return what a value may be, in words."""
    some = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    value = some[0] if some else schema
    if "enum" in value:
        return "one of these"
    return "duration" if "pattern" in value else TYPES.get(value.get("type", "object"), "mapping")


def with_table(document: str) -> str:
    """Return the document with the table that the models give, in the place of the one that it has."""
    return _TABLE.sub(lambda _: key_table(), document, count=1)


if __name__ == "__main__":
    sys.stdout.write(key_table())
