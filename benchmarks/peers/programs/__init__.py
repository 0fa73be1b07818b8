"""One program a peer, run by the interpreter that has it."""
