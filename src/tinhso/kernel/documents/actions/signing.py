"""Signatures: one more PAdES signature on the sealed PDF, by the first ready driver."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.documents.actions.drafting import locked
from tinhso.kernel.documents.actions.events import ISSUE
from tinhso.kernel.documents.actions.issuing import PDF
from tinhso.kernel.documents.actions.standing import NotInForce
from tinhso.kernel.documents.kinds import (
    Detached,
    Field,
    Signatory,
    SigningDriver,
    document_kinds,
    signing_drivers,
    words_driver,
)
from tinhso.kernel.documents.models import Document, DocumentStatus, Signature, SignatureKind
from tinhso.kernel.documents.queries import bytes_of
from tinhso.kernel.documents.rules import fields, signatures, stamps
from tinhso.kernel.files.actions import put_bytes
from tinhso.kernel.identity.queries import seat_of
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.organisations.queries import unit_near


class NotSealed(Refused):
    code = "document-not-sealed"
    status = 409
    title = gettext_noop("Văn bản chưa khóa nội dung nên chưa ký được")
    mend = gettext_noop("Cấp số và khóa nội dung trước, rồi ký.")


class NotPrinted(Refused):
    code = "document-not-printed"
    status = 409
    title = gettext_noop("Văn bản mẫu này chưa được in lần nào")
    mend = gettext_noop("Mở văn bản một lần để in và ký các chữ ký trước đó, rồi ký.")


class AlreadySigned(Refused):
    code = "document-already-signed"
    status = 409
    title = gettext_noop("Văn bản đã có chữ ký này")
    mend = gettext_noop("Mở lại văn bản để xem các chữ ký.")


class NobodyToSign(Refused):
    code = "document-nobody-to-sign"
    title = gettext_noop("Không rõ ai ký: tài khoản này không giữ vị trí công tác nào")
    mend = gettext_noop("Đăng nhập bằng tài khoản có vị trí công tác rồi ký lại.")


class NoSigningDriver(Refused):
    code = "document-no-signing-driver"
    status = 503
    title = gettext_noop("Chưa có phương tiện ký số nào sẵn sàng")
    mend = gettext_noop("Nhờ người quản trị cài đặt phương tiện ký số. Văn bản vẫn được giữ nguyên.")


@transaction.atomic
def sign(document: Document, signature_kind: str, *, by: Actor, at: datetime) -> Document:
    """Adds the signature of the person in the actor's seat, or of the document's unit (organisation).

    Earlier signatures stay whole. Raises NotAllowed, Stale, NotSealed, NotInForce, AlreadySigned, NobodyToSign,
    NoSigningDriver.
    """
    kind = SignatureKind(signature_kind)
    needed = document_kinds.get(document.kind)
    by.must(needed.sign_right if kind is SignatureKind.PERSONAL else needed.issue_right, document.unit_id)
    row = locked(document)
    if row.sealed_at is None:
        raise NotSealed()
    if row.status != DocumentStatus.ISSUED:
        raise NotInForce()
    if row.signatures_owed is not None:
        raise NotPrinted()
    _refuse_twice(row, kind, by)
    put_signature(row, kind, by.seat_id, by=by, at=at)
    row.version += 1
    row.save()
    return row


def put_signature(row: Document, kind: SignatureKind, seat_id: UUID | None, *, by: Actor, at: datetime) -> None:
    """One more signature on the stored PDF, with its entry. Raises NobodyToSign, NoSigningDriver."""
    driver, who = _ready_driver(), _signatory(row, kind, seat_id, at)
    pdf = _signed(driver, bytes_of(row), who, kind, at)
    signature = _keep_signature(row, kind, who, pdf, seat_id, at)
    row.file = put_bytes(pdf, PDF, at=at)
    write_entry("document.signed", row, by=by, at=at, unit_id=row.unit_id, payload=_facts(row, signature))


def _ready_driver() -> SigningDriver:
    for driver in signing_drivers:
        if driver.is_ready():
            return driver
    raise NoSigningDriver()


def sign_words(data: bytes, *, unit_id: UUID, by: Actor, at: datetime) -> Detached:
    """The unit's signature on bytes that are kept elsewhere; the act it serves writes the entry.

    Raises NotAllowed, NoSigningDriver.
    """
    by.must(ISSUE, unit_id)
    driver = words_driver()
    if driver is None or driver.sign_words is None:
        raise NoSigningDriver()
    return driver.sign_words(data, _organisation(unit_id, at), SignatureKind.ORGANISATION, at)


def _organisation(unit_id: UUID, at: datetime) -> Signatory:
    name = unit_near(unit_id, local_day(at)).authority_name
    return Signatory(key_id=unit_id, name=name, title="", organisation=name)


def _signatory(row: Document, kind: SignatureKind, seat_id: UUID | None, at: datetime) -> Signatory:
    if kind is SignatureKind.ORGANISATION:
        return _organisation(row.unit_id, at)
    unit = unit_near(row.unit_id, local_day(at))
    if seat_id is None:
        raise NobodyToSign()
    seat = seat_of(seat_id)
    return Signatory(seat.id, name=seat.full_name, title=seat.post_title, organisation=unit.authority_name)


def _refuse_twice(row: Document, kind: SignatureKind, by: Actor) -> None:
    earlier = row.signatures.filter(kind=kind)
    if kind is SignatureKind.PERSONAL:
        earlier = earlier.filter(seat_id=by.seat_id)
    if earlier.exists():
        raise AlreadySigned()


def _signed(driver: SigningDriver, pdf: bytes, who: Signatory, kind: SignatureKind, at: datetime) -> bytes:
    free = fields.free_field(pdf, kind)
    if free is None:
        return driver.sign(pdf, who, kind, at, Field(name=fields.new_field_name(pdf, kind)))
    appearance = stamps.stamp(who, kind, at, width=free.width, height=free.height)
    return driver.sign(pdf, who, kind, at, Field(name=free.name, appearance=appearance))


def _keep_signature(
    row: Document, kind: SignatureKind, who: Signatory, pdf: bytes, seat_id: UUID | None, at: datetime
) -> Signature:
    return Signature.objects.create(
        document=row,
        kind=kind,
        signer_name=who.name,
        signer_title=who.title,
        seat_id=seat_id,
        signed_at=at,
        certificate_sha256=signatures.last_certificate_sha256(pdf),
        order=row.signatures.count() + 1,
    )


def _facts(row: Document, signature: Signature) -> dict[str, object]:
    return {
        "kind": row.kind,
        "order": signature.order,
        "signature": signature.kind,
        "certificate_sha256": signature.certificate_sha256,
        "sha256": row.file_id,
    }
