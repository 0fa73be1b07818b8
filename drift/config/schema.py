"""The JSON Schema of a config file, for editors; made from the models, and shipped beside this file.

It says what an editor can: keys, types, choices, limits, what each key means. Whether a column, a unit
or a path exists, and what two keys say together, is told when a config is read. `python -m
drift.config.schema` prints it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from drift.config.model import Config

SCHEMA_FILE: Final = Path(__file__).with_name("config.schema.json")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def config_schema() -> dict[str, Any]:
    """Return the schema: what `Config` reads, it allows."""
    made: dict[str, Any] = _plain(Config.model_json_schema())
    limits = made["$defs"]["RowLimits"]
    limits["anyOf"] = [{"required": [key]} for key in limits["properties"]]
    made["properties"]["version"]["const"] = Config.model_fields["version"].default
    return {
        "$schema": DIALECT,
        "title": "A config of drift",
        **{k: v for k, v in made.items() if k != "title"},
    }


def schema_text() -> str:
    """Return the schema as its file has it."""
    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(part: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a part without what only Python or a page of documentation knows: class titles, links."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _plain(value) for key, value in part.items() if key != "title" or isinstance(value, dict)}
    if isinstance(kept.get("description"), str):
        kept["description"] = _LINK.sub(r"\1", kept["description"].partition("\n\n")[0])
    return kept


if __name__ == "__main__":
    sys.stdout.write(schema_text())
