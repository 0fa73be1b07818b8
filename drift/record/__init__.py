"""What remains of a check: the run, as values and as a file."""
