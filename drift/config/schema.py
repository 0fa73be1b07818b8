"""The JSON Schema of a config file, for editors; made from the models, and shipped beside this file.

It says what an editor can: keys, types, choices, limits, what each key means. Whether a column, a unit
or a path exists, and what two keys say together, is told when a config is read. `python -m
drift.config.schema` prints it, and with `accepted` after it that of a file of accepted findings.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from drift.config.accepted import Accepted
from drift.config.model import Config
from drift.config.values import VERSION

SCHEMA_FILE: Final = Path(__file__).with_name("config.schema.json")
ACCEPTED_FILE: Final = Path(__file__).with_name("accepted.schema.json")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def config_schema() -> dict[str, Any]:
    """Return the schema: what `Config` reads, it allows."""
    made: dict[str, Any] = _plain(Config.model_json_schema())
    limits = made["$defs"]["RowLimits"]
    limits["anyOf"] = [{"required": [key]} for key in limits["properties"]]
    made["properties"]["version"]["const"] = Config.model_fields["version"].default
    return _titled("A config of drift", made)


def accepted_schema() -> dict[str, Any]:
    """Return the schema of a file of accepted findings."""
    made: dict[str, Any] = _plain(Accepted.model_json_schema())
    made["properties"]["version"]["const"] = VERSION
    return _titled("Accepted findings of drift", made)


def schema_text(schema: dict[str, Any] | None = None) -> str:
    """Return a schema, that of the config if none is given, as its file has it."""
    return json.dumps(schema or config_schema(), indent=2, ensure_ascii=False) + "\n"


def _titled(title: str, made: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": title, **{k: v for k, v in made.items() if k != "title"}}


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
    sys.stdout.write(schema_text(accepted_schema() if "accepted" in sys.argv[1:] else None))
