"""What a config may say of data that nobody has described yet: guesses from names and values, each with why.

`units` and `kinds` look at one column, `keys` and `times` at several, `asides` at what is no feature;
`proposal` puts them together and `text` writes them down for a person to read and change. Nothing is
guessed that neither a name nor a value gives away, and nothing here reads rows: `run` does.
"""
