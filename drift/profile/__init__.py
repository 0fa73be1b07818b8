"""What is kept of a table: a few kilobytes a column that add up, whatever the order of the rows."""
