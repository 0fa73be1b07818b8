"""What happened: each fault of the catalogue is a hypothesis that is undone and measured again."""
