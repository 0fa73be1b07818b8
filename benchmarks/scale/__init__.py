"""What a cluster's worth of profiles costs to add up, and what that makes of large tables.

Whole processes, by `python -m benchmarks.scale`; `docs/scale.md` has what it printed.
"""
