"""Names and values of the data within polars expressions, as text that can be pasted and run.

What is written here is read by people and by Python, never by this package: to find rows it builds
expressions of the same parts, and reads no text.
"""

from __future__ import annotations


def text_of(value: str | float | bool | None) -> str:  # noqa: FBT001 - a value of a column
    r"""Return a value as Python writes it, in double quotes; what does not print is escaped.

    Examples
    --------
    >>> text_of('a"b'), text_of("a\u202eb"), text_of(0.5)
    ('"a\\"b"', '"a\\u202eb"', '0.5')
    """
    if not isinstance(value, str):
        return repr(value)
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain) + '"'


def column_text(name: str) -> str:
    r"""Return a column as polars code; a name that polars would read as a pattern is taken as it stands.

    Examples
    --------
    >>> column_text("city")
    'pl.col("city")'
    >>> column_text("^a$")
    'cs.by_name("^a$")'
    """
    if name == "*" or (name.startswith("^") and name.endswith("$")):
        return f"cs.by_name({text_of(name)})"
    return f"pl.col({text_of(name)})"


def sql_text(value: str | float | bool | None) -> str:  # noqa: FBT001 - a value of a column
    """Return a value as SQL writes it.

    Examples
    --------
    >>> sql_text("o'clock"), sql_text(1.5), sql_text(True), sql_text(None)
    ("'o''clock'", '1.5', 'TRUE', 'NULL')
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def sql_column(name: str) -> str:
    """Return a column as SQL writes it, in double quotes.

    Examples
    --------
    >>> sql_column('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'
