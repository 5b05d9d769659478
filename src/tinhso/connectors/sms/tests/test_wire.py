"""Signatures, shapes and numbers of the gateway's format."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.connectors.sms import wire

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SIGNED = "v1=a6ebe998362947f5bc7c7075779f0fb54726c9a99b79c7b4188b89d179571c22"
REQUEST = wire.Request("id-1", "84912000001", "TINHSO", "Ho so đ", "https://tinh.example/may/sms/bien-nhan")


def test_it_works() -> None:
    raw = REQUEST.raw()
    wire.check("bí mật", wire.headers_for("bí mật", raw, AT), raw, AT)
    assert wire.read_request(raw) == REQUEST


def test_the_signature_is_the_one_the_docs_show() -> None:
    raw = b'{"id":"1","to":"84912000001","sender":"TINHSO","text":"Xin chao","report_to":""}'
    assert wire.signature_of("bi-mat", "1795572000", raw) == SIGNED


def test_another_body_key_or_time_is_not_believed() -> None:
    raw = REQUEST.raw()
    headers = wire.headers_for("a", raw, AT)
    for secret, body, at in (
        ("b", raw, AT),
        ("", raw, AT),
        ("a", raw + b" ", AT),
        ("a", raw, AT + timedelta(minutes=6)),
        ("a", raw, AT - timedelta(minutes=6)),
    ):
        with pytest.raises(wire.BadMessage):
            wire.check(secret, headers, body, at)
    for broken in ({}, {**headers, wire.TIMESTAMP: "x"}, {**headers, wire.TIMESTAMP: "9" * 40}):
        with pytest.raises(wire.BadMessage):
            wire.check("a", broken, raw, AT)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b'{"id":1}', b'{"id":"1","status":"eaten"}'])
def test_what_has_another_shape_is_refused(raw: bytes) -> None:
    with pytest.raises(wire.BadMessage):
        wire.read_receipt(raw)


@pytest.mark.parametrize(
    ("phone", "number"),
    [("0912000001", "84912000001"), ("+84 912 000 001", "84912000001"), ("02633822001", "842633822001")],
)
def test_numbers_are_written_with_the_country(phone: str, number: str) -> None:
    assert wire.as_number(phone) == number


@given(st.text(max_size=30))
def test_what_is_no_number_is_refused_and_never_sent(text: str) -> None:
    try:
        number = wire.as_number(text)
    except wire.BadMessage:
        return
    assert number.isascii() and number.isdigit() and number.startswith("84")
