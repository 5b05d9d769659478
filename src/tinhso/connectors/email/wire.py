"""The mail itself, and what a server's answer means (RFC 5321, 5322, 2047, 3834). Pure."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID


class NoAddress(ValueError):
    """What stands as an e-mail address is none (or none that SMTP without SMTPUTF8 can carry)."""


@dataclass(frozen=True)
class Sender:
    """Who writes: a name and an address; ``domain`` names us in Message-IDs."""

    name: str
    address: str
    domain: str


def message_id(letter_id: UUID, domain: str) -> str:
    """The same for every try of a letter: a receiver sees that it is a repeat."""
    return f"<{letter_id}@{domain}>"


def address_of(text: str) -> str:
    """The address as SMTP may be given it. Raises NoAddress."""
    bare = text.strip()
    try:
        found = Address(addr_spec=bare)
        domain = found.domain.encode("idna").decode() if not found.domain.isascii() else found.domain
    except (HeaderParseError, ValueError, IndexError) as error:
        raise NoAddress from error
    if not found.username.isascii() or not found.username or "." not in domain or any(c.isspace() for c in bare):
        raise NoAddress
    return f"{found.username}@{domain}"


def mail_of(
    letter_id: UUID, to: str, subject: str, text: str, language: str, *, sender: Sender, written_at: datetime
) -> bytes:
    """The mail as it travels: headers of ASCII, UTF-8 text in a transfer encoding any server passes on.

    Raises NoAddress.
    """
    mail = EmailMessage(policy=SMTP)
    user, _, domain = sender.address.rpartition("@")
    mail["From"] = Address(sender.name, user, domain)
    mail["To"] = address_of(to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(written_at)
    mail["Message-ID"] = message_id(letter_id, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = language
    mail.set_content(text + "\n", charset="utf-8", cte="quoted-printable")
    return mail.as_bytes()


def is_for_ever(code: int) -> bool:
    """A 5yz answer stands; a 4yz may be another one later (RFC 5321 section 4.2.1)."""
    return 500 <= code < 600


WORDS = {
    550: "Máy chủ thư trả lời: không có hộp thư này.",
    551: "Máy chủ thư trả lời: hộp thư đã chuyển đi nơi khác.",
    552: "Máy chủ thư trả lời: hộp thư đã đầy.",
    553: "Máy chủ thư trả lời: địa chỉ thư không đúng.",
    554: "Máy chủ thư từ chối thư này.",
}


def words_of(code: int) -> str:
    """What a refusal means, without the server's own words: they may repeat the address."""
    return WORDS.get(code, "Máy chủ thư từ chối thư này.")
