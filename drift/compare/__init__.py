"""How far two columns are apart: one statistic a file, none with an opinion."""
