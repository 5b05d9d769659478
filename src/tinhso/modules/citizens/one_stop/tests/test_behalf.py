"""Applying for somebody else, with their recorded consent."""

from random import Random
from uuid import UUID

import pytest

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import PapersMissing
from tinhso.kernel.cases.queries import definition_in_force, visible_cases
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import take_in
from tinhso.kernel.forms.actions import save_form
from tinhso.kernel.forms.rules import form_of
from tinhso.kernel.identity.actions import record_consent, sign_in_citizen, withdraw_consent
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.models import Consent, Person
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions.filing import ConsentGone, file_draft, start_application
from tinhso.modules.citizens.one_stop.files import DRAFT_FILES
from tinhso.modules.citizens.one_stop.queries.offices import desks_on
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import synthetic
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.tests.conftest import AT
from tinhso.modules.citizens.one_stop.tests.filing import photo, typed_in

TODAY = local_day(AT)
CODE = "1.012784"
pytestmark = pytest.mark.django_db


def citizen(name: str, number: str) -> Actor:
    claims = CitizenClaims(issuer="test", subject=number, full_name=name, number=number, phone="0900000001")
    return actor_of_account(sign_in_citizen(claims, method="test", at=AT), AT)


@pytest.fixture
def son() -> Actor:
    return citizen("Trần Văn Mẫu", "000095000011")


@pytest.fixture
def mother() -> Actor:
    return citizen("Lê Thị Mẫu", "000160000022")


@pytest.fixture
def consent(province: dict[str, Office], son: Actor, mother: Actor) -> Consent:
    people = [Person.objects.get(pk=one.person_id) for one in (mother, son)]
    return record_consent(*people, relation="mẹ", basis="Đồng ý trong tài khoản", by=mother, at=AT)


def test_it_works(son: Actor, mother: Actor, consent: Consent) -> None:
    draft = start_application(CODE, variant="standard", desk_id=_desk(), consent_id=consent.pk, by=son, at=AT)
    answers = ANSWERS[CODE](synthetic(Random(1)), TODAY, Random(1))
    form = form_of(draft.form.body)
    typed = {question.name: typed_in(question, answers.get(question.name)) for question in form.questions}
    save_form(draft, typed, version=draft.version, by=son, at=AT)
    with pytest.raises(PapersMissing):
        file_draft(draft.pk, by=son, at=AT)
    for code in ("certificate", "drawing"):
        take_in(photo(), "anh.jpg", holder_kind=DRAFT_FILES.code, holder_id=draft.pk, purpose=code, by=son, at=AT)
    case, again = file_draft(draft.pk, by=son, at=AT), file_draft(draft.pk, by=son, at=AT)
    assert case.pk == again.pk
    assert (case.applicant_id, case.owner_id, case.consent_id) == (son.person_id, mother.person_id, consent.pk)
    assert [visible_cases(person).count() for person in (son, mother)] == [1, 1]


def test_a_withdrawn_consent_stops_the_filing_and_loses_nothing(son: Actor, mother: Actor, consent: Consent) -> None:
    draft = start_application(CODE, variant="standard", desk_id=_desk(), consent_id=consent.pk, by=son, at=AT)
    withdraw_consent(consent, by=mother, at=AT)
    with pytest.raises(ConsentGone):
        start_application(CODE, variant="standard", desk_id=_desk(), consent_id=consent.pk, by=son, at=AT)
    draft.refresh_from_db()
    assert not visible_cases(son).exists()


def _desk() -> UUID:
    return desks_on(read_body(definition_in_force(CODE, TODAY).body), TODAY)[0].id
