"""Fields and signatures: what is changed on the way is found, what a platform would refuse never leaves."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.connectors.payment_platform import wire
from tinhso.connectors.payment_platform.tests.served import order

VALUES = st.one_of(st.text(max_size=20), st.integers(0, 10**12), st.lists(st.dictionaries(st.text(), st.integers())))
FIELDS = st.dictionaries(st.text(min_size=1, max_size=12), VALUES, min_size=1, max_size=8)


def test_it_works() -> None:
    fields = wire.request_of(wire.ORDER, order(), "TINH")
    assert (fields["MaTraCuuTT"], fields["TKThuHuong"], fields["PhiLePhi"][0]["SoTien"]) == (
        "H99.1-261123-0001-20261123090000",
        "0011012345678",
        16_000,
    )
    assert wire.amount_of(fields) == 16_000
    assert wire.is_signed(wire.signed(fields, "khoa"), "khoa")


@given(FIELDS, st.sampled_from(wire.ALGORITHMS))
def test_another_key_or_another_value_is_no_signature(fields: dict[str, Any], algorithm: str) -> None:
    sealed = wire.signed(fields, "khoa", algorithm)
    assert wire.is_signed(sealed, "khoa", algorithm)
    assert not wire.is_signed(sealed, "khoa khác", algorithm)
    assert not wire.is_signed(sealed, "", algorithm)
    name = sorted(set(fields) - {wire.SIGNED})[0] if set(fields) - {wire.SIGNED} else ""
    if name:
        assert not wire.is_signed({**sealed, name: f"{fields[name]}x"}, "khoa", algorithm)


@pytest.mark.parametrize("name", ["case_number", "unit_code", "unit", "purpose", "procedure_title"])
def test_a_field_that_is_missing_never_leaves(name: str) -> None:
    with pytest.raises(wire.WireFault):
        wire.request_of(wire.ORDER, order(**{name: ""}), "TINH")


@pytest.mark.parametrize("amount", [0, -1, 1.5, "16000", None, True])
def test_only_whole_money_above_nothing_is_asked_for(amount: object) -> None:
    with pytest.raises(wire.WireFault):
        wire.request_of(wire.ORDER, order(lines=[{"code": "a", "title": "Phí", "amount": amount}]), "TINH")


def test_moments_are_fourteen_digits_of_the_province() -> None:
    at = datetime(2026, 11, 23, 2, 5, 6, tzinfo=UTC)
    assert wire.moment_text(at) == "20261123090506"
    assert wire.read_moment("20261123090506") == at
    for wrong in ("2026112309050", "20261323090506", "hôm nay", None, 20261123090506):
        with pytest.raises(wire.WireFault):
            wire.read_moment(wrong)


@given(st.dictionaries(st.sampled_from(("MaGiaoDich", "TrangThai", "SoTien", "ThoiGianGD")), VALUES))
def test_nonsense_tidings_are_refused(changes: dict[str, Any]) -> None:
    good = {"MaGiaoDich": "GD1", "TrangThai": "00", "SoTien": 1000, "ThoiGianGD": "20261123090506"}
    try:
        tidings = wire.tidings_of({**good, **changes})
    except wire.WireFault:
        return
    assert type(tidings["amount"]) is int and tidings["amount"] > 0
    assert 0 < len(tidings["transaction"]) <= 80 and tidings["state"] in ("paid", "pending", "failed")
