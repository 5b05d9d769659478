"""The SQL function vn_fold and base.text.fold are one and the same."""

import random
import unicodedata
from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.text import fold

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
CONSONANTS = ["b", "c", "ch", "d", "đ", "g", "gh", "kh", "l", "ng", "nh", "ph", "q", "s", "th", "tr", "v", "x"]


def folded(texts: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vn_fold(t) FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, i) ORDER BY i", [list(texts)])
        return [row[0] for row in cursor.fetchall()]


def every_syllable() -> list[str]:
    """Each consonant with each vowel and tone, composed and decomposed, small and capital: 5,184 words."""
    words = [c + v + tone for c in CONSONANTS for v in VOWELS for tone in TONES]
    composed = [unicodedata.normalize("NFC", word) for word in words]
    return words + composed + [w.upper() for w in words] + [w.capitalize() for w in composed]


@pytest.mark.django_db
def test_it_works() -> None:
    assert folded(["Đường  HOÀ Bình", "Tách thửa, hợp thửa đất (“sổ đỏ”)"]) == [
        "duong hoa binh",
        "tach thua hop thua dat so do",
    ]


@pytest.mark.django_db
def test_every_vietnamese_syllable_folds_as_in_python() -> None:
    words = every_syllable()
    assert folded(words) == [fold(word) for word in words]


@pytest.mark.django_db
def test_shuffled_sentences_with_punctuation_fold_as_in_python() -> None:
    chance = random.Random(7)
    words = every_syllable()
    marks = [" ", "  ", ", ", " – ", "/", "\n", "\u00a0", "; ", "(", "…", "1.001193", "²"]
    texts = ["".join(chance.choice(words) + chance.choice(marks) for _ in range(20)) for _ in range(2_000)]
    assert folded(texts) == [fold(text) for text in texts]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(max_codepoint=0x24F, exclude_characters="\x00")
            | st.characters(min_codepoint=0x300, max_codepoint=0x36F)
            | st.characters(min_codepoint=0x1DC0, max_codepoint=0x214F)
        ),
        min_size=1,
        max_size=50,
    )
)
def test_any_latin_text_folds_as_in_python(texts: list[str]) -> None:
    assert folded(texts) == [fold(text) for text in texts]


@pytest.mark.django_db
def test_the_function_may_stand_in_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, proisstrict, proparallel FROM pg_proc WHERE proname = 'vn_fold'")
        assert cursor.fetchone() == ("i", True, "s")
