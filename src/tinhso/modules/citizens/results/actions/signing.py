"""The digitised paper is sealed with its sheet, signed by the official and by the agency, and enters the store."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.base.moments import day_text, moment_text
from tinhso.kernel.documents.actions import draft_document, seal, sign
from tinhso.kernel.documents.models import SignatureKind
from tinhso.kernel.files.queries import stored_bytes
from tinhso.kernel.identity.queries import seat_of
from tinhso.modules.citizens.results.actions.digitising import must_be_new
from tinhso.modules.citizens.results.actions.entering import locked, next_order, put_in_store
from tinhso.modules.citizens.results.actions.telling import tell_owner
from tinhso.modules.citizens.results.documents import DIGITISED
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.queries.papers import abstract_of
from tinhso.modules.citizens.results.queries.shown import masked_code, validity_text
from tinhso.modules.citizens.results.rules.roles import SIGN
from tinhso.modules.citizens.results.rules.states import after


@transaction.atomic
def sign_paper(paper: StoredPaper, *, by: Actor, at: datetime) -> StoredPaper:
    """Raises NotAllowed, AlreadyThere, NotNow, Stale, NobodyToSign, NoSigningDriver."""
    by.must(SIGN, paper.unit_id)
    row = locked(paper)
    after("sign", row.state)
    must_be_new(row)
    if row.scan is None:
        raise NotFound()
    document = draft_document(DIGITISED, row, _facts(row, at), unit_id=row.unit_id, title=row.title, by=by, at=at)
    document = seal(document, scan=stored_bytes(row.scan.file_id), by=by, at=at)
    document = sign(document, SignatureKind.PERSONAL, by=by, at=at)
    row.document = sign(document, SignatureKind.ORGANISATION, by=by, at=at)
    put_in_store(row, by=by, at=at)
    tell_owner(row, by=by, at=at)
    return row


def _facts(row: StoredPaper, at: datetime) -> dict[str, object]:
    """What the sheet prints; the owner's number only as far as the masked code shows it."""
    return {
        "title": row.title,
        "code": row.code,
        "store_code": masked_code(row, next_order(row)),
        "number": row.number_text,
        "issued_on": day_text(row.issued_on) if row.issued_on else "",
        "issuer": row.issuer,
        "signer": row.signer,
        "valid": validity_text(row),
        "scope": row.scope,
        "abstract": abstract_of(row),
        "case_number": row.case_number,
        "pages": row.scan.file.pages if row.scan else 0,
        "digitised_at": moment_text(row.digitised_at or at),
        "digitised_by": seat_of(row.digitised_by).full_name if row.digitised_by else "",
        "confirmed_by": seat_of(row.confirmed_by).full_name if row.confirmed_by else "",
    }
