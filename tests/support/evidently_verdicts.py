"""What Evidently itself says of each column of two tables, at its defaults."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from evidently import Dataset
from evidently.legacy.calculations.data_drift import get_one_column_drift
from evidently.legacy.core import ColumnType
from evidently.legacy.metric_results import DatasetColumns, DatasetUtilityColumns
from evidently.legacy.options.data_drift import DataDriftOptions

if TYPE_CHECKING:
    import polars as pl


def drifted_by_evidently(reference: pl.DataFrame, live: pl.DataFrame) -> dict[str, bool]:
    """Return whether each column has drifted; those that Evidently has no test of are left out."""
    before, now = reference.to_pandas(), live.to_pandas()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        described = Dataset.from_pandas(now)
        kinds = {name: described.column(name).type for name in now.columns}
        return {
            name: _drifted(before[[name]], now[[name]], name, kind)
            for name, kind in kinds.items()
            if kind in {ColumnType.Numerical, ColumnType.Categorical}
            and before[name].notna().any()
            and now[name].notna().any()
        }


def _drifted(before: object, now: object, name: str, kind: ColumnType) -> bool:
    columns = DatasetColumns(
        utility_columns=DatasetUtilityColumns(date=None, id=None, target=None, prediction=None),
        target_type=None,
        task=None,
        num_feature_names=[name] if kind == ColumnType.Numerical else [],
        cat_feature_names=[name] if kind == ColumnType.Categorical else [],
        text_feature_names=[],
        datetime_feature_names=[],
        target_names=None,
    )
    told = get_one_column_drift(
        current_data=now,
        reference_data=before,
        column_name=name,
        options=DataDriftOptions(),
        dataset_columns=columns,
        column_type=kind,
        agg_data=True,
    )
    return bool(told.drift_detected)
