"""From draft to a numbered, sealed, signed paper."""

from hashlib import sha256

import pytest

from tinhso.base.actor import Actor
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.tests.conftest import AT
from tinhso.kernel.ledger.actions import SubjectRef
from tinhso.kernel.organisations.models import Unit

FACTS = {
    "title": "Giấy khai sinh",
    "place": "Đức Trọng",
    "rows": [{"label": "Họ, chữ đệm, tên", "value": "Nguyễn Thị Ỷ"}],
    "signer": {"title": "Chủ tịch", "name": "K'Brểu Nguyễn Thị Ngọc Ỷ"},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(birth_certificate: DocumentKind, subject: SubjectRef, unit: Unit, clerk: Actor):
    return actions.draft_document(
        birth_certificate, subject, FACTS, unit_id=unit.pk, title="Giấy khai sinh", by=clerk, at=AT
    )


def test_it_works(draft, clerk: Actor, chairman: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    signed = actions.sign(sealed, "personal", by=chairman, at=AT)
    signed = actions.sign(signed, "organisation", by=clerk, at=AT)
    assert (signed.number, signed.symbol, signed.status) == (1, "GKS-ĐT", "issued")
    report = queries.validation_of(signed, at=AT)
    assert report.is_valid, report
    assert report.summary == "Văn bản còn nguyên vẹn, có 2 chữ ký số hợp lệ."
    assert sha256(queries.bytes_of(signed)).hexdigest() == signed.file_id
