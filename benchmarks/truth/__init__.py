"""How often a check is right: found and named where something is wrong, silent where nothing is.

`python -m benchmarks.truth [--tables DIR] [--quick]`.
"""
