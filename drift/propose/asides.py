"""What a table holds beside features: a target, personal data, and columns that say nothing of the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.propose.seen import Seen

MAX_PARTS: Final = 50  # of a split or of folds
SPLIT_WORDS: Final = frozenset({"split", "fold", "folds", "kfold"})
ROW_NUMBER_NAMES: Final = frozenset(
    {
        "",
        "index",
        "instant",
        "unnamed 0",
        "row",
        "row order",
        "row id",
        "row number",
        "row nr",
        "rownum",
        "level 0",
    }
)
# The surest first.
TARGET_WORDS: Final = (
    *("target", "label", "y", "outcome", "fraud", "churn", "churned", "canceled", "cancelled"),
    *("survived", "default"),
)
TARGET_CLUES: Final = ("target", "label", "outcome")
MAX_TARGET_WORDS: Final = 2  # `churn_label`: a longer name tells of something beside it

# Whole names, or their last words, of what tells who somebody is. `name` alone does; `airport name` does not.
PERSONAL: Final = frozenset(
    {
        *(
            "email",
            "e mail",
            "mail",
            "phone",
            "phone number",
            "telephone",
            "tel",
            "mobile",
            "fax",
            "telefon",
            "handy",
        ),
        *("iban", "bic", "ssn", "passport", "passport number", "tax id", "credit card", "card number"),
        *("name", "full name", "first name", "last name", "middle name", "surname", "forename"),
        *(
            "given name",
            "family name",
            "customer name",
            "user name",
            "username",
            "patient name",
            "kundenname",
        ),
        *("vorname", "nachname", "address", "street", "adresse", "anschrift", "strasse", "straße"),
        *("birthday", "birthdate", "birth date", "date of birth", "dob", "geburtsdatum", "geburtstag"),
        *("ip", "ip address", "password", "passwort", "secret", "social security number", "licence plate"),
    }
)
LONGEST: Final = 4  # words of such a name
VALUE_FORMS: Final = (
    ("e-mail addresses", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    ("IBANs", re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?")),
)
MAIN_SHARE: Final = 0.8  # of the texts that are of such a form


def why_ignored(one: Seen, rows: int) -> str | None:
    """Return why a column is not looked at; None where it is."""
    if one.constant:
        return "holds no value" if not one.column.valid else "the same in every row"
    if SPLIT_WORDS & set(one.words) and _few(one):
        return "the name says which part of a split a row went to"
    if row_number(one, rows):
        return "numbers the rows"
    return None


def row_number(one: Seen, rows: int) -> bool:
    """Return whether a column counts the rows: whole numbers without a gap, by a name that says so."""
    if one.kind.kind != "identifier" or not one.has_numbers or one.column.nulls:
        return False
    return one.highest - one.lowest + 1 == rows and " ".join(one.words) in ROW_NUMBER_NAMES


def why_sensitive(name: str, words: tuple[str, ...], texts: Iterable[str]) -> str | None:
    """Return why no value of a column should be kept; None where nothing says so.

    Parameters
    ----------
    name : str
        The column's name, which may be a word of its own without any letter.
    words : tuple of str
        The name in words.
    texts : iterable of str
        Some of its values.
    """
    if " ".join(words) in PERSONAL or name.casefold() in PERSONAL:
        return "the name says that it tells who somebody is"
    tails = {" ".join(words[-length:]) for length in range(1, LONGEST + 1) if length < len(words)}
    if (tails & PERSONAL) - {"name", "address", "mail", "ip", "bic", "secret"}:
        return "the name says that it tells who somebody is"
    some = list(texts)
    for what, form in VALUE_FORMS:
        if some and sum(form.fullmatch(text) is not None for text in some) >= MAIN_SHARE * len(some):
            return f"the values are {what}"
    return None


def guess_target(columns: Iterable[Seen]) -> Seen | None:
    """Return the column that a model may predict, by a telling name alone; None where no name tells."""
    told: dict[str, Seen] = {}
    for one in columns:
        words = tuple(word for word in one.words if word not in {"is", "has", "was"})
        alone = len(words) == 1 and words[0] in TARGET_WORDS
        clue = len(words) == MAX_TARGET_WORDS and words[-1] in TARGET_CLUES
        if (alone or clue) and not one.constant and one.family != "time":
            told.setdefault(words[-1], one)
    return next((told[word] for word in TARGET_WORDS if word in told), None)


def _few(one: Seen) -> bool:
    """Return whether a column has few levels: a split has three parts, folds are ten."""
    return one.column.cells.exact and one.column.cells.keys.size <= MAX_PARTS
