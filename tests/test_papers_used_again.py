"""A paper of somebody's store serves in their next dossier, online and at the counter; anybody else's does not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from tests.world import World, sample_world, session_of, undone
from tinhso.base.actor import Actor, staff_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.models import Case, Channel, Definition, Digital, State
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.forms.actions import save_form
from tinhso.kernel.forms.rules import form_of
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account, number_of
from tinhso.modules.citizens.one_stop.actions.filing import start_application
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic
from tinhso.modules.citizens.one_stop.tests.filing import typed_in
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.rules.metadata import Metadata
from tinhso.modules.citizens.results.rules.roles import CONFIRM, DIGITISE, SIGN

pytestmark = pytest.mark.django_db
CODE, VARIANT = "1.004873", "again"
FACTS = Metadata(
    1, "KQ.G15.000038", "Giấy xác nhận tình trạng hôn nhân", "45/XNHN", date(2026, 8, 3), is_lasting=True, issuer="Xã"
)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(made_once: World) -> Iterator[World]:
    with undone():
        yield made_once


def in_store_of(world: World, who: str) -> StoredPaper:
    """Scanned, checked by one official of the ward, confirmed and signed by another."""
    owner, seats = world.accounts[who].person, [world.accounts[role] for role in ("handler", "signer")]
    actors = [actor_of_account(account, world.at) for account in seats]
    one, other = (with_rights(actor) for actor in actors)
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=300, height=400)
    writer.write(out)
    assert one.unit_id is not None
    scan = SimpleUploadedFile("giay.pdf", out.getvalue())
    paper = actions.take_scan([scan], unit_id=one.unit_id, by=one, at=now())
    said = actions.OwnerIn(number=number_of(owner), name=owner.full_name)
    paper = actions.check_paper(paper, FACTS, said, by=one, at=now())
    paper = actions.confirm_paper(paper, by=other, at=now())
    return actions.sign_paper(paper, by=other, at=now())


def with_rights(actor: Actor) -> Actor:
    assert actor.unit_id is not None
    rights = (DIGITISE, CONFIRM, SIGN)
    return staff_actor(rights, actor.unit_id, seat_id=actor.seat_id, person_id=actor.person_id)


def test_it_works(world: World) -> None:
    """The citizen takes it with one press; the dossier has it as a result used again, and it counts one more use."""
    stored = in_store_of(world, "citizen")
    account = world.accounts["citizen"]
    by = actor_of_account(account, world.at)
    draft = start_application(CODE, variant=VARIANT, desk_id=world.case.receipt_unit_id, by=by, at=now())
    who = as_synthetic(world)
    answers = ANSWERS[CODE](who, local_day(now()), Random(1))
    typed = {one.name: typed_in(one, answers.get(one.name)) for one in form_of(draft.form.body).questions}
    save_form(draft, typed, version=draft.version, by=by, at=now())
    client = world.client("citizen")
    tasks, paper = f"/khai/{draft.pk}", f"/khai/{draft.pk}/giay-to/previous"
    assert "Có sẵn trong kho giấy tờ của bạn, dùng lại được" in client.get(tasks).content.decode()
    page = client.get(paper).content.decode()
    key = f"results:{stored.pk}"
    assert f'value="{key}"' in page
    assert client.post(paper, {"on_file": "results:khong-co"}).status_code == 409
    assert client.post(paper, {"on_file": key}).status_code == 302
    answer = client.post(f"/khai/{draft.pk}/kiem-tra", {"declare": "1"})
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.order_by("-submitted_at", "-id").first()
    assert case is not None
    (brought,) = case.papers.all()
    assert (brought.code, brought.digital, brought.result_code) == ("previous", Digital.FROM_RESULT, "KQ.G15.000038")
    assert stored.uses.count() == 1
    desk = world.client("receiver").get(f"/ban/ho-so/{case.number}").content.decode()
    assert "tái sử dụng từ kết quả" in desk
    mine = client.get(f"/giay-to/{stored.pk}").content.decode()
    assert "Dùng lại giấy tờ trong kho" in mine


def test_what_is_asked_for_again_comes_from_the_store(world: World) -> None:
    """The desk asked for a better paper; the owner answers with the one on file."""
    cases = Case.objects.filter(state=State.SUPPLEMENT, channel=Channel.ONLINE, supplements__asked_at__isnull=False)
    case = cases.filter(definition__code="1.001193", supplements__taken_at=None).select_related("definition")[0]
    account = Account.objects.select_related("person").get(person_id=case.owner_id)
    stored = in_store_of(replace(world, accounts=world.accounts | {"asked": account}), "asked")
    Definition.objects.filter(pk=case.definition_id).update(body=serving(case.definition.body))
    client, page = Client(), f"/ho-so/{case.number}/bo-sung"
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    choice = f"birth_evidence|results:{stored.pk}"
    assert f'value="{choice}"' in client.get(page).content.decode()
    assert client.post(page, {"on_file": "birth_evidence|results:khong"}).status_code == 409
    assert client.post(page, {"on_file": choice}).status_code == 302
    added = case.papers.order_by("-received_at", "-id")[0]
    assert (added.code, added.digital) == ("birth_evidence", Digital.FROM_RESULT)


def serving(body: dict[str, Any]) -> dict[str, Any]:
    """The procedure as if its paper could be stood for by what is in the store."""
    papers = [one | ({"results": [FACTS.code]} if one["code"] == "birth_evidence" else {}) for one in body["papers"]]
    return body | {"papers": papers}


def as_synthetic(world: World) -> Synthetic:
    return synthetic(Random(3))


def test_the_counter_is_offered_it_for_who_stands_there(world: World) -> None:
    stored = in_store_of(world, "citizen")
    person = world.accounts["citizen"].person
    receiver = world.client("receiver")
    asked = {"applicant_number": number_of(person), "applicant_name": person.full_name, "ticks": "1", "key": "k"}
    page = receiver.post(f"/ban/tiep-nhan/{CODE}", asked).content.decode()
    key = f"results:{stored.pk}"
    assert f'<option value="{key}"' in page
    wrong_name = receiver.post(f"/ban/tiep-nhan/{CODE}", asked | {"applicant_name": "Người Khác"}).content.decode()
    assert key not in wrong_name
    by = actor_of_account(world.accounts["receiver"], world.at)
    assert by.unit_id is not None
    intake = Intake(
        definition=definition_in_force(CODE, local_day(now())),
        variant=VARIANT,
        applicant=Applicant(person.full_name, number_of(person)),
        answers=ANSWERS[CODE](as_synthetic(world), local_day(now()), Random(1)),
        papers=[],
        receipt_id=by.unit_id,
        key=str(new_id()),
        on_file={"previous": key},
    )
    case = receive_at_counter(intake, by=by, at=now())
    assert receive_at_counter(intake, by=by, at=now()).pk == case.pk  # a second press
    (brought,) = case.papers.all()
    assert brought.digital == Digital.FROM_RESULT
    assert brought.file_reference is not None
    assert brought.file_reference.holder_id == case.pk
    assert stored.uses.count() == 1


def test_anothers_paper_is_not_there(world: World) -> None:
    stored = in_store_of(world, "other citizen")
    by = actor_of_account(world.accounts["citizen"], world.at)
    draft = start_application(CODE, variant=VARIANT, desk_id=world.case.receipt_unit_id, by=by, at=now())
    client, paper = world.client("citizen"), f"/khai/{draft.pk}/giay-to/previous"
    assert "Dùng bản này" not in client.get(paper).content.decode()
    assert client.post(paper, {"on_file": f"results:{stored.pk}"}).status_code == 409
    for address in (f"/giay-to/{stored.pk}", f"/giay-to/{stored.pk}.pdf", f"/van-ban/{stored.document_id}.pdf"):
        assert client.get(address).status_code == 404, address
        assert world.client("other citizen").get(address).status_code == 200, address
    for who in ("receiver", "stranger", "leader"):  # no right to the store
        assert world.client(who).get(f"/giay-to/{stored.pk}.pdf").status_code == 404
