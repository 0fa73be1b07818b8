"""Rows from files and frames as a stream of bounded batches, and the schema they are held to."""
