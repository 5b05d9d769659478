"""VietQR: NAPAS's profile of EMVCo merchant-presented codes (one-stop.md section 6). Pure.

A code is a row of tag (2 digits), length (2 digits) and value; a value may hold such a row itself. The last field is a
CRC over everything before its own four digits.
"""

import unicodedata
from dataclasses import dataclass

NAPAS, TO_ACCOUNT = "A000000727", "QRIBFTTA"
DYNAMIC, DONG, VIETNAM = "12", "704", "VN"
LONGEST, LONGEST_NAME, LONGEST_CITY, LONGEST_REFERENCE, LONGEST_AMOUNT = 99, 25, 15, 25, 13


class BadCode(ValueError):
    """Not a code that a bank's application would read, or facts that no code can hold."""


@dataclass(frozen=True)
class Transfer:
    """Money to an account: ``bank`` is the six digits of the bank (BIN), ``amount`` whole đồng above 0.

    ``reference`` is what we find the payment by, ``purpose`` what the payer reads; both are written without accents.
    """

    bank: str
    account: str
    amount: int
    reference: str = ""
    purpose: str = ""
    name: str = ""
    city: str = ""


def plain(text: str) -> str:
    """ASCII without accents, đ as d, one space between words; what no keyboard types becomes a space."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = (c if " " <= c <= "~" else " " for c in bare if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, start FFFF) as four upper hex digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def vietqr(transfer: Transfer) -> str:
    """The text of the code. Raises BadCode."""
    if not (len(transfer.bank) == 6 and transfer.bank.isascii() and transfer.bank.isdigit()):
        raise BadCode("bank")
    if not (0 < len(transfer.account) <= 19 and transfer.account.isascii() and transfer.account.isalnum()):
        raise BadCode("account")
    if transfer.amount <= 0 or len(str(transfer.amount)) > LONGEST_AMOUNT:
        raise BadCode("amount")
    bank = _row(("00", transfer.bank), ("01", transfer.account))
    body = _row(
        ("00", "01"),
        ("01", DYNAMIC),
        ("38", _row(("00", NAPAS), ("01", bank), ("02", TO_ACCOUNT))),
        ("53", DONG),
        ("54", str(transfer.amount)),
        ("58", VIETNAM),
        ("59", plain(transfer.name).upper()[:LONGEST_NAME].strip()),
        ("60", plain(transfer.city).upper()[:LONGEST_CITY].strip()),
        ("62", _more(transfer)),
    )
    return f"{body}6304{crc(body + '6304')}"


def _more(transfer: Transfer) -> str:
    reference = plain(transfer.reference)
    if len(reference) > LONGEST_REFERENCE:
        raise BadCode("reference")
    taken = len(_row(("01", reference)))
    return _row(("01", reference), ("08", plain(transfer.purpose)[: LONGEST - taken - 4].strip()))


def _row(*fields: tuple[str, str]) -> str:
    """The fields that hold something, one after another. Raises BadCode for one that is too long."""
    if any(len(value) > LONGEST for _tag, value in fields):
        raise BadCode("length")
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields if value)


def fields_of(text: str) -> dict[str, str]:
    """The fields of one row by their tags. Raises BadCode."""
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not (len(tag) == 2 and length.isascii() and length.isdigit() and len(length) == 2):
            raise BadCode("row")
        value, text = text[4 : 4 + int(length)], text[4 + int(length) :]
        if len(value) != int(length) or tag in found:
            raise BadCode("row")
        found[tag] = value
    return found


def read(text: str) -> Transfer:
    """What a bank's application reads in a code with an amount. Raises BadCode."""
    if not text.isascii() or text[-8:-4] != "6304" or crc(text[:-4]) != text[-4:]:
        raise BadCode("crc")
    fields = fields_of(text)
    merchant = fields_of(fields.get("38", ""))
    bank = fields_of(merchant.get("01", ""))
    more = fields_of(fields.get("62", ""))
    if merchant.get("00") != NAPAS or fields.get("53") != DONG or not fields.get("54", "").isdigit():
        raise BadCode("not-vietqr")
    return Transfer(
        bank=bank.get("00", ""),
        account=bank.get("01", ""),
        amount=int(fields["54"]),
        reference=more.get("01", ""),
        purpose=more.get("08", ""),
        name=fields.get("59", ""),
        city=fields.get("60", ""),
    )
