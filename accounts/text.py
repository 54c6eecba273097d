"""Text, normalised once before anything looks at it, and folded for search and comparison."""

import re
import unicodedata
from functools import lru_cache

from django import forms
from django.db import models

# Letters by their category that show nothing: Hangul fillers and the empty Braille cell.
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
# Folding may lengthen a text eighteenfold; PostgreSQL indexes at most 2,700 bytes of it.
KEY_LENGTH = 200
# So many stand on one letter in no language; Unicode's stream-safe text draws the line here too.
MARKS_ON_A_LETTER = 30
UNSTORABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def shows_nothing(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE or character in BLANK_LETTERS


@lru_cache(1024)
def is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) > 0


def with_few_marks(text: str) -> str:
    """Cut what is piled up on single letters: to sort marks takes the square of their number."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if is_mark(character) else 0
        if marks <= MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def normalise(text: str, *, lines: bool = False) -> str:
    """Return text in NFC, without control characters, lone surrogates and outer blanks.

    Text in which nothing can be seen becomes "". Line breaks stay only where `lines` is true.
    """
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = re.sub(r"[\n\t\x85\u2028\u2029]+", " ", text)
    text = unicodedata.normalize("NFC", with_few_marks(UNSTORABLE.sub("", text)))
    return "" if all(map(shows_nothing, text)) else text.strip(" \n\t\u00a0\u200b\u3000\ufeff")


def fold(text: str) -> str:
    """Return text as search and comparison see it: no case, no accents, single blanks."""
    letters = unicodedata.normalize("NFKD", normalise(text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())


def key(name: str) -> str:
    """Return what names are sorted and compared by: folded, and cut to what an index can hold."""
    return fold(name)[:KEY_LENGTH]


class KeyField(models.CharField):
    """A column for the key of a name, filled by the model when it is saved."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"max_length": KEY_LENGTH, "editable": False, **kwargs})


class LineFormField(forms.CharField):
    """One line of text from a person, normalised before it is checked."""

    lines = False

    def to_python(self, value: object) -> str:
        text = normalise("" if value is None else str(value), lines=self.lines)
        return super().to_python(text) or ""


class LineField(models.CharField):
    """One line of text, normalised on every way into the database."""

    def to_python(self, value: object) -> str:
        return normalise(super().to_python(value) or "")

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else normalise(super().get_prep_value(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineFormField, **kwargs})


class ProseFormField(LineFormField):
    """Plain text from a person, in lines."""

    widget = forms.Textarea(attrs={"rows": 4})
    lines = True


class ProseField(models.TextField):
    """Plain text in lines, normalised on every way into the database."""

    def to_python(self, value: object) -> str:
        return normalise(super().to_python(value) or "", lines=True)

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else normalise(super().get_prep_value(value), lines=True)

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": ProseFormField, "widget": ProseFormField.widget, **kwargs}
        )
