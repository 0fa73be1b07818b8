"""Where else rows are counted than in this process: the same profiles, made by other machines."""
