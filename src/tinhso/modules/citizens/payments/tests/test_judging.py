"""What arriving money means: only exact money for charges still owed pays; no order of news makes two payments."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.money import dong_in_words
from tinhso.modules.citizens.payments.rules.judging import Asked, Owing, Verdict, judge
from tinhso.modules.citizens.payments.rules.reconciling import Kind, differences

FEES = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5_000_000), min_size=1)


def test_it_works() -> None:
    asked, owing = Asked({"a": 5000}), Owing(False, {"a": 5000}, {})
    assert judge(5000, asked, owing) is Verdict.SETTLES
    assert judge(4000, asked, owing) is Verdict.WRONG_AMOUNT
    assert judge(5000, None, None) is Verdict.UNKNOWN_ORDER
    assert judge(5000, asked, Owing(True, {"a": 5000}, {})) is Verdict.ENDED
    assert judge(5000, asked, Owing(False, {}, {"a": 5000})) is Verdict.PAID_ALREADY
    assert judge(5000, asked, Owing(False, {"a": 6000}, {})) is Verdict.CHANGED


@given(FEES, FEES, FEES, st.integers(1, 20_000_000), st.booleans())
def test_only_exact_money_for_what_is_owed_settles(
    lines: dict[str, int], owed: dict[str, int], paid: dict[str, int], amount: int, is_ended: bool
) -> None:
    verdict = judge(amount, Asked(lines), Owing(is_ended, owed, paid))
    if verdict is Verdict.SETTLES:
        assert not is_ended
        assert amount == sum(lines.values())
        assert all(owed[line] == due for line, due in lines.items())


@given(FEES, st.lists(st.integers(-1000, 1000), min_size=1, max_size=4))
def test_in_whatever_order_news_comes_the_charges_are_paid_once(lines: dict[str, int], off: list[int]) -> None:
    """Several transactions for one order, some of them exact: one pays at most, and which order they come in decides
    nothing but which one."""
    total = sum(lines.values())
    amounts = [max(1, total + change) for change in off]
    for order in permutations(amounts):
        owed, paid, settled = dict(lines), {}, []
        for amount in order:
            if judge(amount, Asked(lines), Owing(False, owed, paid)) is Verdict.SETTLES:
                settled.append(amount)
                owed, paid = {}, dict(lines)
        assert settled == ([total] if total in order else [])


AMOUNTS = st.dictionaries(st.sampled_from([f"GD{n}" for n in range(8)]), st.integers(1, 1000))


@given(AMOUNTS, AMOUNTS)
def test_every_difference_is_listed_once_and_nothing_else(ours: dict[str, int], theirs: dict[str, int]) -> None:
    found = {one.transaction: one for one in differences(ours, theirs)}
    for transaction in {*ours, *theirs}:
        is_alike = ours.get(transaction) == theirs.get(transaction)
        assert (transaction in found) is not is_alike
    for one in found.values():
        assert (one.ours, one.theirs) == (ours.get(one.transaction), theirs.get(one.transaction))
        assert (one.kind is Kind.OURS_ONLY) is (one.theirs is None)


_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip


def read_words(text: str) -> int:
    """The amount a Vietnamese reader understands."""
    words = text.lower().removesuffix(" đồng").split()
    total = group = digit = 0
    billions = 0
    for word in words:
        if word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in ("nghìn", "triệu"):
            total += (group + digit) * {"nghìn": 1000, "triệu": 10**6}[word]
            group = digit = 0
        elif word == "tỷ":
            billions, total, group, digit = total + group + digit, 0, 0, 0
        elif word != "lẻ":
            digit = _UNITS[word]
    return billions * 10**9 + total + group + digit


@given(st.integers(0, 10**15))
def test_an_amount_in_words_is_the_amount(amount: int) -> None:
    assert read_words(dong_in_words(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (8000, "Tám nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (105_000, "Một trăm lẻ năm nghìn đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
    ],
)
def test_words_as_people_say_them(amount: int, words: str) -> None:
    assert dong_in_words(amount) == words
