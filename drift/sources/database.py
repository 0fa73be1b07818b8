"""The database that a URI names, and how it is told of: never with what lets one in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, cast, get_args
from urllib.parse import unquote

from drift.errors import NotBuiltError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Engine = Literal["postgresql", "sqlite", "duckdb"]
ENGINES: Final[tuple[Engine, ...]] = get_args(Engine)
ALIASES: Final[Mapping[str, Engine]] = {"postgres": "postgresql"}
MEMORY: Final = ("", ":memory:")  # the paths of a database that is in no file

HIDDEN: Final = "***"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_USER = re.compile(r"(?<=://)[^/\s'\"]*@")
_SECRET = re.compile(
    r"(?i)(\w*(?:password|passwd|pwd|secret|token|api_?key|sslkey|user)\w*\s*=\s*)"
    r"('[^']*'|\"[^\"]*\"|[^\s&;,)'\"]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database, and where it is.

    Attributes
    ----------
    engine : {"postgresql", "sqlite", "duckdb"}
        What answers.
    uri : str
        As it was given, with what lets one in.
    shown : str
        The URI without user, password and parameters: what messages and runs hold.
    path : str or None
        The file that it is in; None where there is a server, or no file.
    """

    engine: Engine
    uri: str = field(repr=False)
    shown: str
    path: str | None = None

    def without_secrets(self, text: str) -> str:
        """Return a text, a driver's message say, without anything that the URI keeps from others."""
        for secret in sorted(_secrets(self.uri), key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return without_secrets(text)


def database_of(uri: str) -> Database:
    """Return the database that a URI names; nothing is asked of it.

    Raises
    ------
    UsageError
        If it is no URI.
    NotBuiltError
        If it names a database that is not read.

    Examples
    --------
    >>> database_of("postgresql://ana:s3cret@db.example:5432/shop?sslmode=require").shown
    'postgresql://db.example:5432/shop'
    >>> database_of("sqlite:///shop.db").path
    'shop.db'
    """
    found = _SCHEME.match(uri)
    if found is None:
        raise UsageError(
            "--sql takes the URI of a database",
            mend="postgresql://USER@HOST/NAME, sqlite:///FILE or duckdb:///FILE; the query stands as data",
            state="nothing was read or written",
        )
    scheme = found[1].lower()
    engine = ALIASES.get(scheme, scheme)
    if engine not in ENGINES:
        raise NotBuiltError(
            f"reading from {scheme} by SQL is not built yet",
            mend=f"there are {', '.join(ENGINES)}; or save the rows to Parquet",
            state="nothing was read or written",
        )
    rest = uri[found.end() :]
    if engine == "postgresql":
        return Database(engine="postgresql", uri=uri, shown=f"postgresql://{_place(rest)}")
    path = unquote(rest.partition("?")[0].removeprefix("/"))
    return Database(
        engine=cast("Engine", engine),
        uri=uri,
        shown=f"{engine}:///{path}",
        path=None if path in MEMORY else path,
    )


def without_secrets(text: str) -> str:
    """Return a text without users of URIs in it, and without what is called a password or a token.

    Examples
    --------
    >>> without_secrets("host=db password='s3 cret' dbname=shop, or mysql://ana:x@db/shop")
    'host=db password=*** dbname=shop, or mysql://***@db/shop'
    """
    return _SECRET.sub(rf"\1{HIDDEN}", _USER.sub(f"{HIDDEN}@", text))


def _place(rest: str) -> str:
    """Return host, port and name of what follows a scheme; a password may hold ``/``, ``?`` and ``#``."""
    return rest.rpartition("@")[2].partition("?")[0].partition("#")[0]


def _secrets(uri: str) -> set[str]:
    """Return what of a URI may not be shown: itself, its password, and its parameters' values."""
    rest = uri.partition("://")[2]
    user, _, place = rest.rpartition("@")
    password, query = user.partition(":")[2], place.partition("?")[2]
    values = [one.partition("=") for one in query.split("&") if "=" in one]
    secret = [value for key, _, value in values if _SECRET.match(f"{key}={value}")]
    found = {uri, user, password, *secret}
    return {one for one in found | {unquote(one) for one in found} if one}
