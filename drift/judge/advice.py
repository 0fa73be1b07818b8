"""What to do about a change that no fault of the catalogue explains, by the statistic that shows it."""

from __future__ import annotations

from typing import Final

UNEXPLAINED: Final = {
    "outside_share": "Look at these rows: no model has learned from such values.",
    "short_share": "Ask the producer whether such rows are left out, or values are held within bounds now.",
    "rare_size_share": "Look at these rows: they may be in another unit, or come from another source.",
    "atom_share": "Look at the rows that have it: it may stand for something else there.",
    "lattice_share": "Ask the producer whether values are rounded or computed in another way now.",
    "log_size_ratio": "Ask whether the world changed or how the feature is computed.",
    "length_ks": "Ask the producer whether something is left out, or added.",
    "repeated_share": "Ask the producer whether rows were sent twice, or joined to several of another table.",
}
