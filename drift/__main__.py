"""`python -m drift` is `drift`."""

from __future__ import annotations

from drift.cli.entry import main

main()
