"""What is declared here: kinds of documents (by modules) and ways to sign (by connectors)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.registry import Registry

# The house's own templates (form-01.typ … result.typ, answers.typ) and house.typ, which every template imports.
LIBRARY = Path(__file__).resolve().parent / "templates" / "documents" / "typst"


@dataclass(frozen=True)
class DocumentKind:
    """A kind of legal document.

    ``template`` is a Typst file that reads its facts as JSON; ``register`` names the book of numbers
    (empty: the kind has no number of its own, as a receipt), ``symbol`` the text after the number
    (``{unit}`` is the unit's short code: ``GKS``, ``BN-{unit}``);
    ``may_read(actor, subject_id)`` decides who sees a document through its subject;
    ``public_facts`` are the only facts the check page shows: ``case_number:Mã hồ sơ`` (dotted path in the facts,
    label), or the label of one of the ``rows``;
    ``sign_right`` and ``issue_right``: what the signatures of person and unit ask for; ``revoke_right``: what ends it.
    """

    code: str
    title: str
    template: Path
    register: str
    symbol: str
    may_read: Callable[[Actor, UUID], bool]
    public_facts: tuple[str, ...] = ()
    legal_basis: str = ""
    sign_right: str = "documents.sign"
    issue_right: str = "documents.issue"
    revoke_right: str = "documents.revoke"


@dataclass(frozen=True)
class Signatory:
    """Who signs: ``key_id`` is the seat (personal) or the unit (organisation) the key belongs to."""

    key_id: UUID
    name: str
    title: str
    organisation: str


@dataclass(frozen=True)
class Field:
    """The signature field to fill, and what to show in it (a one-page PDF of the field's size; empty: nothing)."""

    name: str
    appearance: bytes = b""


@dataclass(frozen=True)
class Detached:
    """A signature that stands beside its data: value and DER certificate, as XML Signature 1.1 carries them."""

    value: bytes
    certificate: bytes


@dataclass(frozen=True)
class SigningDriver:
    """A way to sign (software key, PKCS#11, remote service), declared by a connector.

    ``sign(pdf, who, kind, at, field)`` gives the PDF with one more PAdES signature added as an incremental update;
    ``is_ready()`` whether it may be used here and now; ``trusted_roots()`` the DER certificates its
    signatures lead to. The first ready driver signs.
    ``sign_words(data, who, kind, at)`` signs bytes by ``words_algorithm`` (XML Signature's name); not every driver can.
    """

    code: str
    title: str
    is_ready: Callable[[], bool]
    sign: Callable[[bytes, Signatory, str, datetime, Field], bytes]
    trusted_roots: Callable[[], tuple[bytes, ...]]
    sign_words: Callable[[bytes, Signatory, str, datetime], Detached] | None = None
    words_algorithm: str = ""


document_kinds: Registry[DocumentKind] = Registry("document kind")
signing_drivers: Registry[SigningDriver] = Registry("signing driver")


def register(kind: DocumentKind) -> DocumentKind:
    return document_kinds.register(kind)


def register_driver(driver: SigningDriver) -> SigningDriver:
    return signing_drivers.register(driver)


def words_driver() -> SigningDriver | None:
    """The first ready driver that signs more than PDFs."""
    return next((one for one in signing_drivers if one.sign_words is not None and one.is_ready()), None)


def words_signed_with() -> str:
    """The algorithm that signs words here and now; empty where none is ready."""
    driver = words_driver()
    return driver.words_algorithm if driver else ""
