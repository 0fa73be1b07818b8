"""Renamed levels by hand."""

from __future__ import annotations

import pytest

from breaking import broken, fits

CITIES = ["São Paulo"] * 50 + ["Évora"] * 30 + ["Porto"] * 20


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("upper case", {"São Paulo": "SÃO PAULO", "Évora": "ÉVORA", "Porto": "PORTO"}),
        ("lower case", {"São Paulo": "são paulo", "Évora": "évora", "Porto": "porto"}),
        ("white space", {"São Paulo": "São Paulo ", "Évora": "Évora ", "Porto": "Porto "}),
        ("accents stripped", {"São Paulo": "Sao Paulo", "Évora": "Evora"}),
        ("mojibake", {"São Paulo": "SÃ£o Paulo", "Évora": "Ã‰vora"}),
        ("question marks", {"São Paulo": "S?o Paulo", "Évora": "?vora"}),
        ("cut", {"São Paulo": "Sã", "Évora": "Év", "Porto": "Po"}),
        ("prefix", {"São Paulo": "x_São Paulo", "Évora": "x_Évora", "Porto": "x_Porto"}),
        ("letters", {"Porto": "AA", "São Paulo": "AB", "Évora": "AC"}),
        ("numbers", {"Porto": "1", "São Paulo": "2", "Évora": "3"}),
        ("permuted", {"São Paulo": "Évora", "Évora": "Porto", "Porto": "São Paulo"}),
    ],
)
def test_levels_map_one_to_one(name: str, mapping: dict[str, str]) -> None:
    found = broken(f"renamed_category: {name}", CITIES)
    assert found.parameters == {"mapping": mapping}
    assert found.frame["x"].to_list() == [mapping.get(city, city) for city in CITIES]


def test_levels_are_escaped_as_html_escapes_them() -> None:
    found = broken("renamed_category: escaped", ["A&P"] * 60 + ["Aldi"] * 40)
    assert found.parameters == {"mapping": {"A&P": "A&amp;P"}}


def test_a_share_is_written_in_another_way() -> None:
    found = broken("renamed_category: upper case", CITIES, share=0.2)
    assert int(found.rows.sum()) == 20
    assert found.frame["x"].str.contains(r"^[A-ZÃÉ ]+$").to_list() == found.rows.tolist()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("upper case", ["A", "B"]),
        ("upper case", ["a", "A"]),
        ("accents stripped", ["a", "b"]),
        ("question marks", ["a", "b"]),
        ("question marks", ["é", "ü"]),
        ("escaped", ["a", "b"]),
        ("cut", ["aa", "ab"]),
        ("permuted", ["a", "b", "c"]),
    ],
)
def test_levels_are_renamed_only_where_it_shows(name: str, values: list[object]) -> None:
    assert not fits(f"renamed_category: {name}", values)
