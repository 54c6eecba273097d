"""Text is normalised once and folded for comparison."""

import time

import pytest

from accounts.text import fold, normalise


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Halden  Freight ", "Halden  Freight"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("a\x00b\x07c", "abc"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u200b\u2060\u3164", ""),
        ("\u202e\u202d", ""),
        ("\u00a0 x \u3000", "x"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_line_is_normalised(typed, kept):
    assert normalise(typed) == kept


def test_lines_stay_where_they_are_wanted():
    assert normalise("one\r\n\ttwo\x0b", lines=True) == "one\n\ttwo"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ZÜRICH", "zurich"), ("Straße", "STRASSE"), ("A  b", "a b"), ("Ｆｕｌｌ", "full")],
)
def test_search_sees_no_case_and_no_accents(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("pile", ["\u0301\u0316", "\uff9e\u0316", "\u0f73", "\u0301\u0316\x00"])
def test_marks_without_end_take_no_time(pile):
    began = time.perf_counter()
    fold("a" + pile * 50_000)
    assert time.perf_counter() - began < 2  # sorted, they would take half a minute
