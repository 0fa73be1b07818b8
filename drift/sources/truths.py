"""What stands for true and false in data that has no type for them: words, digits, numbers.

One word means one thing, whatever stands beside it: what means either ("e" is yes in Turkish and no in
Finnish), and what stands as often for something else ("x", "o", "ok"), is in neither list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUE = (
    *("true", "t", "yes", "y", "on", "enabled", "active"),
    *("ja", "j", "oui", "sí", "si", "sì", "sim", "da", "да", "так", "tak", "ano", "igen", "kyllä", "evet"),
    *("是", "はい", "예"),
    *("wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "sant", "prawda", "истина"),
)
FALSE = (
    *("false", "f", "no", "n", "off", "disabled", "inactive"),
    *("nein", "non", "não", "nao", "nee", "nej", "nei", "nu", "нет", "ні", "nie", "ne", "nem", "ei"),
    *("hayır", "hayir", "否", "いいえ", "아니요", "아니오"),  # noqa: RUF001 - the Turkish letter is meant
    *("falsch", "faux", "falso", "onwaar", "falskt", "fałsz", "ложь"),
)
WORDS: Mapping[str, bool] = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
DIGITS: Mapping[str, bool] = {"1": True, "1.0": True, "-1": True, "0": False, "0.0": False}
TRUE_OF_BITS = -1  # all bits of an integer set: true in Visual Basic and Access
NO_OF_SURVEYS = 2  # where 1 is yes


def truth_of_words(text: pl.Expr, *, digits: bool = False) -> pl.Expr:
    """Return the booleans that texts stand for in any case, null where they stand for neither.

    Parameters
    ----------
    text : polars.Expr
        Texts without white space around them.
    digits : bool
        Whether "1", "-1" and "0" stand for them, too.

    Examples
    --------
    >>> texts = pl.DataFrame({"x": ["Ja", "NEIN", "off", "1", "?"]})
    >>> texts.select(truth_of_words(pl.col("x")))["x"].to_list()
    [True, False, False, None, None]
    >>> texts.select(truth_of_words(pl.col("x"), digits=True))["x"].to_list()
    [True, False, False, True, None]
    """
    known = {**WORDS, **DIGITS} if digits else WORDS
    return text.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Boolean())


def truth_of_numbers(numbers: pl.Series) -> pl.Series:
    """Return the booleans that numbers stand for: 1 and -1 are true, 0 is false, others are null.

    Where there is no 0, and nothing but 1 and 2, 2 is false: surveys code yes and no by these.

    Examples
    --------
    >>> [truth_of_numbers(pl.Series(x)).to_list() for x in ([1, 0, 2], [-1, 0], [1, 2, None])]
    [[True, False, None], [True, False], [True, False, None]]
    """
    x = pl.first()
    values = numbers.to_frame()
    one, no = x == 1, x == NO_OF_SURVEYS
    coded = values.select((one | no).all() & no.any()).item()
    true = one if coded else one | (x == TRUE_OF_BITS)
    false = no if coded else x == 0
    truth = pl.when(true).then(pl.lit(value=True)).when(false).then(pl.lit(value=False))
    return values.select(truth.alias(numbers.name)).to_series()
