"""The run as JSON text, and the JSON Schema that describes it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.errors import DriftError
    from drift.record.record import Record


def render_json(record: Record) -> str:
    """Return a run as JSON text: every number finite or null, characters beyond ASCII escaped."""
    from drift.record.document import to_document  # noqa: PLC0415 - telling an error needs no polars

    return render_document(to_document(record))


def render_document(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return values that JSON has as text."""
    return _uncommanded(json.dumps(document, indent=1, allow_nan=False)) + "\n"


def render_error(error: DriftError) -> str:
    """Return an error as JSON text."""
    told = {"kind": error.kind, "message": str(error), "retryable": error.retryable}
    return _uncommanded(json.dumps({"error": told})) + "\n"


def _uncommanded(text: str) -> str:
    r"""Return JSON in which GitHub Actions finds no ``##[command]``: a number sign is ``\u0023``, too."""
    return text.replace("##[", "#\\u0023[")


def run_schema() -> dict[str, Any]:
    """Return the JSON Schema of a run, as it ships with the package."""
    schema: dict[str, Any] = json.loads(files("drift.report").joinpath("run.schema.json").read_text("utf-8"))
    return schema
