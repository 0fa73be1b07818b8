"""URIs of databases: what they name, and that nobody is told what lets one in."""

from __future__ import annotations

import pytest

from drift.errors import NotBuiltError, UsageError
from drift.sources.database import database_of, without_secrets

PASSWORD = "p/a?s#s@w:d"  # noqa: S105 - made up, with all that parts a URI


@pytest.mark.parametrize(
    ("uri", "engine", "shown", "path"),
    [
        ("postgresql://db/shop", "postgresql", "postgresql://db/shop", None),
        ("postgres://ana@db:5432/shop?sslmode=require", "postgresql", "postgresql://db:5432/shop", None),
        ("sqlite:///shop.db", "sqlite", "sqlite:///shop.db", "shop.db"),
        ("sqlite:////data/my%20shop.db", "sqlite", "sqlite:////data/my shop.db", "/data/my shop.db"),
        ("duckdb:///shop.duckdb?access_mode=x", "duckdb", "duckdb:///shop.duckdb", "shop.duckdb"),
        ("duckdb:///:memory:", "duckdb", "duckdb:///:memory:", None),
    ],
)
def test_what_a_uri_names(uri: str, engine: str, shown: str, path: str | None) -> None:
    found = database_of(uri)
    assert (found.engine, found.shown, found.path) == (engine, shown, path)


def test_nothing_that_lets_one_in_is_shown() -> None:
    found = database_of(f"postgresql://ana:{PASSWORD}@db.example/shop?sslpassword=quiet")
    for text in (
        repr(found),
        found.shown,
        found.without_secrets(f"no entry for ana:{PASSWORD}, quiet, {found.uri}"),
    ):
        assert not any(secret in text for secret in (PASSWORD, "ana:", "quiet"))


@pytest.mark.parametrize(
    "text", ["password=x1y2", "PGPASSWORD = 'x1y2 z'", "token=x1y2&a=1", "pg://u:x1y2@h/d"]
)
def test_secrets_are_found_in_any_text(text: str) -> None:
    assert "x1y2" not in without_secrets(text)


def test_other_databases_are_refused_by_name() -> None:
    with pytest.raises(NotBuiltError, match="reading from mysql by SQL is not built yet"):
        database_of("mysql://root:x1y2@db/shop")


def test_what_is_no_uri_is_refused_without_being_told() -> None:
    with pytest.raises(UsageError) as caught:
        database_of("host=db password=x1y2")
    assert "x1y2" not in str(caught.value)
