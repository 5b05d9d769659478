"""A commune whose officials digitise, confirm, sign and keep; a citizen with a dossier that was handed out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from tinhso.base.actor import Actor, ActorKind, Grant, staff_actor
from tinhso.kernel.cases.tests.conftest import AT, SINCE, SYSTEM, NewCase, World, new_case, world  # noqa: F401
from tinhso.kernel.documents.kinds import LIBRARY, DocumentKind, document_kinds
from tinhso.kernel.identity.actions import assign_seat, create_account, create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import create_post
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.rules.metadata import Metadata
from tinhso.modules.citizens.results.rules.roles import CONFIRMER, DIGITISER, KEEPER

LATER = AT + timedelta(hours=2)
NUMBER, NAME = "000195000123", "Nguyễn Thị Mẫu"  # of the applicant of the world
FACTS = Metadata(
    kind=1,
    code="KQ.G15.000031",
    title="Giấy khai sinh",
    number_text="12/2019",
    issued_on=date(2019, 5, 6),
    is_lasting=True,
    issuer="Ủy ban nhân dân xã Một (cũ)",
    signer="Lê Văn Ký",
)
if "test_result" not in document_kinds:
    document_kinds.register(
        DocumentKind(
            code="test_result", title="Giấy", template=LIBRARY / "result.typ", register="", symbol="",
            may_read=lambda actor, subject: False,
        )
    )  # fmt: skip


def a_pdf(pages: int = 1, width: int = 300) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=width, height=400)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data if data is not None else a_pdf())


@dataclass(frozen=True)
class Staff:
    digitiser: Actor
    confirmer: Actor
    keeper: Actor
    stranger: Actor
    clients: dict[str, Client]


@pytest.fixture
def staff(world: World) -> Staff:  # noqa: F811
    from django.conf import settings

    from tests.world import session_of
    from tinhso.base.moments import now

    made: dict[str, Actor] = {}
    clients: dict[str, Client] = {}
    for login, unit, roles in (
        ("sohoa", world.office, [DIGITISER]),
        ("xacnhan", world.office, [CONFIRMER]),
        ("giukho", world.office, [KEEPER]),
        ("xahai", world.other_desk, [CONFIRMER, KEEPER]),
    ):
        person = create_person(f"Cán Bộ {login}", source="sample", by=SYSTEM, at=AT)
        post = create_post(unit, "Công chức", valid_from=SINCE, by=SYSTEM, at=AT)
        assign_seat(person, post, roles, valid_from=SINCE, by=SYSTEM, at=AT)
        account, _password = create_account(login, person, by=SYSTEM, at=AT)
        made[login] = actor_of_account(account, now())
        clients[login] = Client()
        clients[login].cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    return Staff(made["sohoa"], made["xacnhan"], made["giukho"], made["xahai"], clients)


@pytest.fixture
def owner(world: World) -> Actor:  # noqa: F811
    return world.citizen


@pytest.fixture
def other_citizen(world: World) -> Actor:  # noqa: F811
    person = create_person("Trần Văn Khác", number="000190000777", source="sample", by=SYSTEM, at=AT)
    return Actor(kind=ActorKind.CITIZEN, person_id=person.pk)


Scanned = Callable[..., StoredPaper]


@pytest.fixture
def scanned(staff: Staff, world: World) -> Scanned:  # noqa: F811
    """A scan that waits to be checked."""

    def make(pages: int = 1) -> StoredPaper:
        return actions.take_scan([upload(a_pdf(pages))], unit_id=world.office, by=staff.digitiser, at=AT)  # type: ignore[list-item]

    return make


@pytest.fixture
def stored(staff: Staff, world: World, scanned: Scanned) -> Scanned:  # noqa: F811
    """A paper that went all the way into somebody's store."""

    def make(person: Person | None = None, **changes: object) -> StoredPaper:
        who = person or world.applicant
        from tinhso.kernel.identity.queries import number_of

        owner_in = actions.OwnerIn(number=number_of(who), name=who.full_name)
        facts = replace(FACTS, **changes)  # type: ignore[arg-type]
        paper = actions.check_paper(scanned(), facts, owner_in, by=staff.digitiser, at=AT)
        paper = actions.confirm_paper(paper, by=staff.confirmer, at=AT)
        return actions.sign_paper(paper, by=staff.confirmer, at=AT)

    return make


def a_staff(unit: UUID, person: UUID, *rights: str) -> Actor:
    return staff_actor(rights, unit, person_id=person)


def everywhere(*rights: str) -> Actor:
    return Actor(kind=ActorKind.STAFF, grants=frozenset(Grant(right) for right in rights))
