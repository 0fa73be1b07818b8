"""How large the report is, how long it takes to make and to open, and its picture for the README."""
