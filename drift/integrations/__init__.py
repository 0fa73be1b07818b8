"""Where others' tools meet drift: each folder is a tool, and loads it only where a user has it."""
