"""Does it matter: what chance explains, what the feature does by itself, and a verdict."""
