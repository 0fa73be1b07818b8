"""The history: every run of every batch in one file, so that a check can look back.

`schema` is the form of the file, `connection` opens it and turns its errors into words, `past` is what is
told of a run without its document, `packed` the document and the profile, `store` the history itself.
"""

from __future__ import annotations

from drift.record.history.past import PastColumn, PastRun
from drift.record.history.store import History

__all__ = ["History", "PastColumn", "PastRun"]
