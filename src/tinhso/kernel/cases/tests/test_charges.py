"""What is owed: by channel, by variant, by page, by what an answer counts."""

from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.cases.rules.charges import Copies, charges_owed
from tinhso.kernel.cases.rules.definition import ChargeNeed

VARIANTS = ("first", "again")
SOME = st.lists(st.sampled_from((1, 2, 3)), unique=True, max_size=3).map(tuple)
CASES = st.lists(st.sampled_from(VARIANTS), unique=True, max_size=2).map(tuple)
PRICES = st.integers(min_value=0, max_value=500_000)


@st.composite
def needs(draw: st.DrawFn) -> ChargeNeed:
    per = draw(st.sampled_from(("dossier", "page", "answer")))
    by_page = per == "page" and draw(st.booleans())
    return ChargeNeed(
        code="c", title="Phí", unit_price=draw(PRICES), per=per, legal_basis="x", is_verified=False,
        first_pages=draw(st.integers(1, 5)) if by_page else None, later_price=draw(PRICES) if by_page else 0,
        cap=draw(st.none() | st.integers(0, 2_000_000)) if by_page else None,
        question="copies" if per == "answer" else "", channels=draw(SOME), variants=draw(CASES),
    )  # fmt: skip


def by_hand(need: ChargeNeed, channel: int, variant: str, papers: list[Copies], copies: int | None) -> int:
    """Page after page, as a clerk would add it up."""
    if (need.channels and channel not in need.channels) or (need.variants and variant not in need.variants):
        return 0
    if need.per == "dossier":
        return need.unit_price
    if need.per == "answer":
        return sum(need.unit_price for _ in range(copies or 0))
    total = 0
    for paper in papers:
        one = 0
        for page in range(paper.pages):
            one += need.unit_price if need.first_pages is None or page < need.first_pages else need.later_price
        total += (one if need.cap is None else min(one, need.cap)) * paper.quantity
    return total


def test_it_works() -> None:
    copy = ChargeNeed("copy", "Phí sao", 2000, "page", "x", True, first_pages=2, later_price=1000, cap=200_000)
    online = ChargeNeed("fee", "Lệ phí", 10_000, "dossier", "x", True, channels=(2,))
    desk = ChargeNeed("fee", "Lệ phí", 20_000, "dossier", "x", True, channels=(1, 3))
    owed = charges_owed([copy, online, desk], channel=1, variant="first", papers=[Copies(4, 3)])
    assert [(one.need.unit_price, one.quantity, one.amount) for one in owed] == [
        (2000, 12, 18_000),
        (20_000, 1, 20_000),
    ]


@given(
    st.lists(needs(), max_size=5), st.sampled_from((1, 2, 3)), st.sampled_from(VARIANTS),
    st.lists(st.builds(Copies, st.integers(1, 300), st.integers(1, 20)), max_size=4), st.none() | st.integers(0, 40),
)  # fmt: skip
def test_the_sum_is_what_a_clerk_adds_up_page_by_page(
    found: list[ChargeNeed], channel: int, variant: str, papers: list[Copies], copies: int | None
) -> None:
    answers = {} if copies is None else {"copies": copies}
    owed = charges_owed(found, channel=channel, variant=variant, papers=papers, answers=answers)
    assert sum(one.amount for one in owed) == sum(by_hand(need, channel, variant, papers, copies) for need in found)
    assert all(one.amount > 0 for one in owed)


@given(needs(), st.sampled_from(VARIANTS))
def test_a_charge_narrowed_to_channels_is_owed_in_those_alone(need: ChargeNeed, variant: str) -> None:
    for channel in (1, 2, 3):
        owed = charges_owed([need], channel=channel, variant=variant, papers=[Copies(1, 1)], answers={"copies": 1})
        if owed:
            assert not need.channels or channel in need.channels
