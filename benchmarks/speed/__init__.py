"""How long `fit` and `check` take as whole processes, beside a process that only scans the same file.

`python -m benchmarks.speed` runs it: see `__main__`.
"""
