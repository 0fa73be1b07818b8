"""Check features as Feast gives them for training, and as its offline store keeps them.

Feast wants pandas below 3, so drift and it go into an environment of their own: see docs/sources.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType  # type: ignore[import-not-found]
from feast.types import Float64, Int64  # type: ignore[import-not-found]

import drift

START = datetime(2026, 11, 1, tzinfo=UTC)
FEATURES = ["driver_stats:trip_seconds", "driver_stats:trips_today"]
TRAINING, ALL = 4_000, 6_000

# Feast's own part: a Parquet file as the source, a view of it, and the request for training data.
rows = range(ALL)
pd.DataFrame(
    {
        "driver_id": [n % 300 for n in rows],
        "event_timestamp": [START + timedelta(minutes=7 * n) for n in rows],
        "trip_seconds": [60.0 + n * 37 % 997 for n in rows],
        "trips_today": [n * n % 11 for n in rows],
    }
).to_parquet("drivers.parquet")
driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64)
view = FeatureView(
    name="driver_stats",
    entities=[driver],
    ttl=timedelta(days=3),
    schema=[Field(name="trip_seconds", dtype=Float64), Field(name="trips_today", dtype=Int64)],
    source=FileSource(
        name="drivers", path=str(Path("drivers.parquet").resolve()), timestamp_field="event_timestamp"
    ),
)
store = FeatureStore(
    config=RepoConfig(
        project="drivers",
        registry="registry.db",
        provider="local",
        entity_key_serialization_version=3,
        offline_store={"type": "file"},
        online_store={"type": "sqlite", "path": "online.db"},
    )
)
store.apply([driver, view])
asked = pd.DataFrame(
    {
        "driver_id": [n % 300 for n in rows],
        "event_timestamp": [START + timedelta(minutes=7 * n + 1) for n in rows],
    }
)

# drift's: what Feast gives is a table, as Arrow or as pandas.
config = {"time": "event_timestamp", "key": ["driver_id", "event_timestamp"]}
training = store.get_historical_features(entity_df=asked[:TRAINING], features=FEATURES)
reference = drift.fit(training.to_arrow(), config=config)
as_pandas = drift.fit(training.to_df(), config=config)
print("as Arrow and as pandas the same:", as_pandas.digest == reference.digest)

live = store.get_historical_features(entity_df=asked[TRAINING:], features=FEATURES)
print("the days after:", drift.check(live.to_arrow(), reference).verdict)

span = drift.ReadOptions(since="2026-11-25", columns=("trip_seconds", "trips_today"))
print("the source's own file:", drift.check("drivers.parquet", reference, options=span).verdict)

broken = live.to_df().assign(trip_seconds=lambda frame: frame["trip_seconds"] * 1000)
print("broken:", drift.check(broken, reference)["trip_seconds"].findings[0].why)
