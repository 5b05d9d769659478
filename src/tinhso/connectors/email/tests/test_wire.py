"""The mail itself: what any server and any reader must make of it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.connectors.email import wire

ID = UUID("01890000-0000-7000-8000-000000000001")
AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SENDER = wire.Sender("Tỉnh Lâm Đồng", "khong-tra-loi@tinh.example", "tinh.example")


def mail(subject: str = "Hồ sơ", text: str = "Nội dung", to: str = "an@mau.example") -> bytes:
    return wire.mail_of(ID, to, subject, text, "vi", sender=SENDER, written_at=AT)


def test_it_works() -> None:
    found = message_from_bytes(mail(), policy=default)
    assert found["Message-ID"] == f"<{ID}@tinh.example>"
    assert found["From"].addresses[0].display_name == "Tỉnh Lâm Đồng"
    assert (found["To"], found["Auto-Submitted"]) == ("an@mau.example", "auto-generated")
    assert found.get_content().strip() == "Nội dung"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=300),
    st.text("ăẫỗ \nd.Đ=", max_size=400),
)
def test_whatever_is_written_arrives_as_it_was_and_travels_as_ascii(subject: str, text: str) -> None:
    raw = mail(subject, text)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998  # RFC 5322 section 2.1.1
    found = message_from_bytes(raw, policy=default)
    assert found["Subject"] == subject
    assert found.get_content().replace("\r\n", "\n") == f"{text}\n"


def test_the_same_letter_is_the_same_mail() -> None:
    assert mail() == mail()


@pytest.mark.parametrize(
    "text",
    ["", "an", "an@", "@mau.example", "an@mau", "a n@mau.example", "an@mau.example\r\nBcc: x@y.vn", "ẩn@mau.example",
     "an@mau.example, b@mau.example", "<an@mau.example>"],
)  # fmt: skip
def test_what_is_no_address_is_never_given_to_a_server(text: str) -> None:
    with pytest.raises(wire.NoAddress):
        wire.address_of(text)


def test_a_domain_of_ones_own_language_is_written_as_the_net_knows_it() -> None:
    assert wire.address_of(" an@mẫu.vn ") == "an@xn--mu-95s.vn"


def test_a_subject_cannot_begin_another_header() -> None:
    with pytest.raises(ValueError, match="newline|linefeed"):
        mail("Hồ sơ\r\nBcc: x@y.vn")


def test_words_of_refusals_repeat_no_address() -> None:
    assert "hộp thư" in wire.words_of(550)
    assert wire.words_of(571) == wire.words_of(554)
    assert [code for code in (450, 421, 250) if wire.is_for_ever(code)] == []
