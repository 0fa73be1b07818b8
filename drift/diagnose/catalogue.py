"""The catalogue of faults: one visible tuple, in the order in which they are told."""

from __future__ import annotations

from drift.diagnose.clipping import CLIPPING
from drift.diagnose.fault import Fault
from drift.diagnose.lost_category import LOST_CATEGORY
from drift.diagnose.moved import SHAPE, SHIFT, SPREAD
from drift.diagnose.new_category import NEW_CATEGORY
from drift.diagnose.outliers import OUTLIERS
from drift.diagnose.renamed_category import RENAMED_CATEGORY
from drift.diagnose.rounding import ROUNDING
from drift.diagnose.sentinel import SENTINEL
from drift.diagnose.sign import SIGN_FLIP
from drift.diagnose.transform import TRANSFORM
from drift.diagnose.unit_change import UNIT_CHANGE

FAULTS = (
    UNIT_CHANGE,
    SIGN_FLIP,
    TRANSFORM,
    CLIPPING,
    ROUNDING,
    OUTLIERS,
    Fault(name="epoch_unit", meaning="times count another unit since 1970"),
    Fault(name="format_change", meaning="text follows another pattern than before"),
    Fault(name="time_shift", meaning="times moved by hours or days, or were read the wrong way round"),
    Fault(name="type_change", meaning="the same values come in another type"),
    Fault(name="missing_column", meaning="a column went"),
    Fault(name="new_column", meaning="a column came"),
    Fault(name="renamed_column", meaning="a column went, and a new one carries its values"),
    Fault(name="swapped_columns", meaning="columns carry each other's values"),
    Fault(name="frozen", meaning="a feature that varied stopped varying"),
    Fault(name="missing_values", meaning="the share of nulls, NaN or empty strings moved"),
    RENAMED_CATEGORY,
    SENTINEL,
    NEW_CATEGORY,
    LOST_CATEGORY,
    Fault(name="stale", meaning="the newest time is older than the config allows"),
    Fault(name="future", meaning="the newest time is later than the time the batch stands for"),
    Fault(name="duplicate_rows", meaning="keys, or whole rows, repeat more than they did"),
    Fault(name="relation", meaning="columns that each look right go together otherwise than before"),
    Fault(name="row_count", meaning="the batch has fewer or more rows than the config allows"),
    SHIFT,
    SPREAD,
    SHAPE,
)
