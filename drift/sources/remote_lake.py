"""Tables of Delta in a store: what their log says counts, read by polars where it is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from drift.extras import require
from drift.sources.lake import DELTA_LOG, scan_delta
from drift.stores.faults import reaching
from drift.stores.objects import SCHEMES, endpoint_options, listed, url_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from drift.sources.paths import PathLike
    from drift.stores.objects import Url


def delta_at(paths: Sequence[PathLike]) -> Url | None:
    """Return the URL that paths name if a table of Delta is there: one folder, and nothing beside it.

    Raises
    ------
    InputUnreadableError, InputUnreachableError
        If the store does not let one in, or cannot be reached.
    InputUnsupportedError
        If what reaches it is not installed.
    """
    url = url_of(str(paths[0])) if len(paths) == 1 else None
    if url is None:
        return None
    require("obstore", f"{url}: reading from {SCHEMES[url.scheme]}", extra="cloud")
    log = "/".join(part for part in (url.key.strip("/"), DELTA_LOG) if part)
    return url if any(islice(listed(url.root, log), 1)) else None


def scan_remote_delta(url: Url) -> pl.LazyFrame:
    """Return the rows of a table as it is now.

    Raises
    ------
    InputUnsupportedError
        If what reads it is not installed.
    InputNotFoundError, InputUnreadableError, InputUnreachableError
        If its log is damaged, or its store does not let one in or cannot be reached.
    """
    require("deltalake", f"{url}: reading Delta", extra="lake")
    with reaching(str(url)):
        return scan_delta(str(url).rstrip("/"), endpoint_options(url.root))
