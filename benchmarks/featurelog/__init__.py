"""What a row of the feature log costs the thread that gives it, and what a kill costs the log."""
