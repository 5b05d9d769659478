"""A commune with a chairman and a clerk, and a kind of document to issue."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.ids import new_id
from tinhso.kernel.documents import actions
from tinhso.kernel.documents.kinds import DocumentKind, document_kinds
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.rules.render import LIBRARY
from tinhso.kernel.identity.models import Person, Seat
from tinhso.kernel.ledger.actions import SubjectRef
from tinhso.kernel.organisations.models import Post, Unit, UnitVersion

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
RIGHTS = ("documents.sign", "documents.issue", "documents.revoke")
SUBJECT = UUID("01933e5a-0000-7000-8000-000000000001")


def _reads(actor: Actor, subject_id: UUID) -> bool:
    return actor.is_staff and subject_id == SUBJECT


def kind(code: str, template: Path, register: str = "", symbol: str = "", public: tuple[str, ...] = ()) -> DocumentKind:
    if code in document_kinds:
        return document_kinds.get(code)
    return document_kinds.register(
        DocumentKind(code, f"Loại {code}", template, register, symbol, _reads, public, "Căn cứ mẫu")
    )


@pytest.fixture
def birth_certificate() -> DocumentKind:
    return kind("tests.birth", LIBRARY / "result.typ", "khai-sinh", "GKS-{unit}", ("Số vào sổ", "title:Tên giấy"))


@pytest.fixture
def subject() -> SubjectRef:
    return SubjectRef("tests.case", SUBJECT)


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit("Xã Đức Trọng", "ĐT")


@pytest.fixture
def chairman(unit: Unit) -> Actor:
    return make_officer(unit, "K'Brểu Nguyễn Thị Ngọc Ỷ", "Chủ tịch")


@pytest.fixture
def clerk(unit: Unit) -> Actor:
    return make_officer(unit, "Trần Văn Hậu", "Công chức tư pháp – hộ tịch")


def make_unit(name: str, short_name: str) -> Unit:
    unit = Unit.objects.create(kind="commune")
    UnitVersion.objects.create(
        unit=unit, name=name, short_name=short_name, name_folded=name, sort_key=name, valid_from=date(2025, 7, 1)
    )
    return unit


def make_officer(unit: Unit, name: str, title: str) -> Actor:
    person = Person.objects.create(full_name=name, name_folded=name, sort_key=name)
    post = Post.objects.create(unit=unit, title=title, valid_from=date(2025, 7, 1))
    seat = Seat.objects.create(person=person, post=post, unit=unit, roles=[], valid_from=date(2025, 7, 1))
    return staff_actor(RIGHTS, unit.pk, seat_id=seat.pk, person_id=person.pk, account_id=new_id(), name=name)


FACTS = {
    "title": "Giấy khai sinh",
    "place": "Đức Trọng",
    "rows": [{"label": "Họ, chữ đệm, tên", "value": "Nguyễn Thị Ỷ"}, {"label": "Số vào sổ", "value": "07"}],
    "signer": {"title": "Chủ tịch", "name": "K'Brểu Nguyễn Thị Ngọc Ỷ"},
}


@pytest.fixture
def draft(birth_certificate: DocumentKind, subject: SubjectRef, unit: Unit, clerk: Actor) -> Document:
    return actions.draft_document(
        birth_certificate, subject, FACTS, unit_id=unit.pk, title="Giấy khai sinh", by=clerk, at=AT
    )


@pytest.fixture
def signed(draft: Document, clerk: Actor, chairman: Actor) -> Document:
    sealed = actions.seal(draft, by=clerk, at=AT)
    return actions.sign(actions.sign(sealed, "personal", by=chairman, at=AT), "organisation", by=clerk, at=AT)


def draft_of(like: Document, by: Actor) -> Document:
    """Another draft of the same kind, subject and unit."""
    about = SubjectRef(like.subject_kind, like.subject_id)
    return actions.draft_document(
        document_kinds.get(like.kind), about, FACTS, unit_id=like.unit_id, title=like.title, by=by, at=AT
    )
