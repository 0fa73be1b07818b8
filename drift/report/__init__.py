"""How a run is told: on a terminal, as JSON, as a page."""
