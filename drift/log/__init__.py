"""The live path's log: what a model saw, as rolling Parquet files that `drift check` reads as they are.

>>> import tempfile
>>> from drift.log import FeatureLog, lookup
>>> folder = tempfile.mkdtemp()
>>> with FeatureLog(folder) as log:
...     log.write("r-17", {"amount": 12.5, "city": "Porto"}, model="fraud-7", prediction=0.03)
True
>>> lookup(folder, "r-17").rows[0].features
{'amount': 12.5, 'city': 'Porto'}

Importing this costs a service some milliseconds: polars is loaded by the thread that writes, when it first
has something to write.
"""

from __future__ import annotations

from drift.log.account import Account, WriterAccount, account
from drift.log.feature_log import FeatureLog
from drift.log.find import Found, Seen, lookup
from drift.log.stats import Stats

__all__ = ["Account", "FeatureLog", "Found", "Seen", "Stats", "WriterAccount", "account", "lookup"]
