"""A user's own schema: loaded before anything is read, and kept by training data or nothing is learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.errors import TrainingInvalidError

if TYPE_CHECKING:
    from drift.config import Config
    from drift.sources.schema_break import SchemaBreak
    from drift.sources.user_schema import Watch

BREAKS_TOLD = 5  # in the message on training data; a check tells them all


def watch_for(settings: Config, schema: object) -> Watch | None:
    """Return what holds rows to the schema that is given or that the config names; None where none is.

    Raises
    ------
    ConfigError
        If there is no such schema, or it needs the whole table at once.
    """
    wanted = settings.schema if schema is None else schema
    if wanted is None:
        return None
    from drift.sources.user_schema import Watch, user_schema  # noqa: PLC0415 - pandera takes 0.7 s to import

    return Watch(
        wanted=user_schema(wanted),
        key=settings.key,
        hides=lambda name: settings.column(name).sensitive,
    )


def require_kept(watch: Watch, called: str) -> None:
    """Refuse training data that does not keep the schema: what it teaches would break it, too.

    Raises
    ------
    TrainingInvalidError
        With the first checks that fail, and how many rows fail them.
    """
    breaks = [one for one in watch.breaks() if not one.warns]
    if not breaks:
        return
    told = [_told(one) for one in breaks[:BREAKS_TOLD]]
    more = len(breaks) - len(told)
    raise TrainingInvalidError(
        f"{called}: the training data breaks the schema `{watch.wanted.name}`",
        seen="; ".join(told) + (f"; and {more} more" if more else ""),
        mend="correct the data or the schema: what is learned from rows that break it would pass such rows",
        state="nothing was fitted",
    )


def _told(one: SchemaBreak) -> str:
    """Return what fails in a few words."""
    where = f"`{one.column}` " if one.column is not None else ""
    return f"{where}{one.check}: {one.why or f'{one.rows:,} row' + ('s fail' if one.rows > 1 else ' fails')}"
