"""Every day for years: a slow drift that no single batch shows, with a promise that holds for ever.

`scores` is what each batch leaves for those after it, `martingale` the bets against "nothing drifts",
`drifting` the columns that the bets were won on. The method is in docs/sequential.md.
"""

from __future__ import annotations
