"""Numbers, symbols and check tokens as people read them."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kernel.documents.rules.numbering import number_text, symbol_text
from tinhso.kernel.documents.rules.tokens import ALPHABET, LENGTH, as_typed, grouped, new_token


def test_it_works():
    assert grouped("7K2M9QXR4TWD") == "7K2M-9QXR-4TWD"


@settings(max_examples=40, deadline=None)
@given(st.integers())
def test_a_token_comes_back_however_it_is_typed(seed: int):
    rng = random.Random(seed)
    token = new_token(rng.choice)
    assert len(token) == LENGTH >= 10
    assert set(token) <= set(ALPHABET)
    careless = grouped(token).lower().replace("0", "o").replace("1", rng.choice("il")).replace("-", " ")
    assert as_typed(careless) == as_typed(grouped(token)) == token


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_what_is_no_token_is_none_and_never_fails(text: str):
    assert as_typed(text) is None or len(as_typed(text) or "") == LENGTH


def test_numbers_below_ten_get_a_nought():
    assert number_text(7, "QĐ-UBND") == "07/QĐ-UBND"
    assert number_text(115, "") == "115"
    assert number_text(None, "GKS").strip() == "/GKS"


def test_the_symbol_takes_the_short_name_of_its_unit():
    assert symbol_text("BN-{unit}", unit="STP") == "BN-STP"
