"""Other libraries beside drift: false alarms, breaks seen, and time, at their defaults."""
