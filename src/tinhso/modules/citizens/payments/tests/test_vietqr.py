"""VietQR codes: the check vector of the notes, and codes that read back as they were made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.citizens.payments.rules.picture import qr_picture
from tinhso.modules.citizens.payments.rules.vietqr import BadCode, Transfer, crc, fields_of, plain, read, vietqr

# one-stop.md section 6.
VECTOR = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E"
)
TRANSFERS = st.builds(
    Transfer,
    bank=st.integers(0, 99).map(lambda tail: f"9704{tail:02d}"),
    account=st.text("0123456789ABCXYZ", min_size=6, max_size=19),
    amount=st.integers(1, 10**13 - 1),
    reference=st.text("0123456789ABCDEF", max_size=25),
    purpose=st.text(max_size=80),
    name=st.text(max_size=60),
    city=st.text(max_size=40),
)


def test_it_works() -> None:
    assert crc(VECTOR[:-4]) == "2E2E"
    made = vietqr(Transfer("970403", "0011012345678", 180_000, "NPS6869", "thanh toán đơn hàng"))
    assert made == VECTOR
    assert read(VECTOR).amount == 180_000


def test_crc_is_ccitt_false() -> None:
    """The check value every catalogue of CRCs gives for the nine digits."""
    assert crc("123456789") == "29B1"


@given(TRANSFERS)
def test_a_code_reads_back_and_has_no_accent(transfer: Transfer) -> None:
    text = vietqr(transfer)
    back = read(text)
    assert text.isascii()
    assert (back.bank, back.account, back.amount) == (transfer.bank, transfer.account, transfer.amount)
    assert back.reference == transfer.reference
    assert plain(transfer.purpose).startswith(back.purpose)
    assert len(back.name) <= 25 and len(back.city) <= 15


@given(TRANSFERS, st.integers(0, 400), st.integers(1, 255))
def test_one_changed_letter_is_found(transfer: Transfer, place: int, change: int) -> None:
    text = vietqr(transfer)
    place %= len(text)
    other = chr(ord(text[place]) ^ change)
    if other.isascii():
        with pytest.raises(BadCode):
            read(text[:place] + other + text[place + 1 :])


@given(st.text(max_size=120))
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(BadCode):
        read(text)


@pytest.mark.parametrize(
    "wrong",
    [
        Transfer("97040", "1", 1),
        Transfer("970403", "", 1),
        Transfer("970403", "001 1", 1),
        Transfer("970403", "0011", 0),
        Transfer("970403", "0011", -5),
        Transfer("970403", "0011", 10**13),
        Transfer("970403", "0011", 1, "X" * 26),
    ],
)
def test_what_no_bank_takes_is_no_code(wrong: Transfer) -> None:
    with pytest.raises(BadCode):
        vietqr(wrong)


def test_purpose_is_written_without_accents() -> None:
    purpose = "Nộp phí hồ sơ Đặng Ngọc Ẩn H36.29-261126-0001"
    text = vietqr(Transfer("970403", "0011", 5000, "ABC", purpose))
    assert read(text).purpose == "Nop phi ho so Dang Ngoc An H36.29-261126-0001"
    assert len(fields_of(text)["62"]) <= 99


def test_the_picture_keeps_its_white_in_the_dark() -> None:
    svg = qr_picture(VECTOR).decode()
    assert svg.startswith("<svg") and "#fff" in svg and "<script" not in svg and "style=" not in svg
