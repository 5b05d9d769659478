"""Filing a ready procedure as people do: online through its form, or at the counter."""

from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from PIL import Image

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import PaperIn
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.files.actions import take_in
from tinhso.kernel.forms.actions import save_form
from tinhso.kernel.forms.rules import Question, as_typed, form_of
from tinhso.kernel.identity.actions import sign_in_citizen
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions.filing import file_draft, start_application
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.files import DRAFT_FILES
from tinhso.modules.citizens.one_stop.rules.roles import RECEIVER
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.sample.walk import actor_of_seat


class Watch:
    """A clock that moves on a few minutes at each look."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=3)
        return self.moment


def file_online(code: str, variant: str, office: Office, at: datetime, *, seed: int = 1) -> Case:
    """Every question typed into the form, every required paper photographed."""
    rng = Random(seed)
    who = synthetic(rng)
    by = citizen(who, at)
    draft = start_application(code, variant=variant, desk_id=office.desk_id, by=by, at=at)
    answers = ANSWERS[code](who, local_day(at), rng)
    typed = {
        question.name: typed_in(question, answers.get(question.name)) for question in form_of(draft.form.body).questions
    }
    save_form(draft, typed, version=draft.version, by=by, at=at)
    for need in read_body(definition_in_force(code, local_day(at)).body).papers_for(variant):
        if need.is_required:
            take_in(
                photo(), "anh.jpg", holder_kind=DRAFT_FILES.code, holder_id=draft.pk, purpose=need.code, by=by, at=at
            )
    return file_draft(draft.pk, by=by, at=at)


def bring_to_counter(code: str, variant: str, office: Office, at: datetime, *, receiver: Seat, seed: int = 2) -> Case:
    """Taken in and accepted by the desk, with the required papers."""
    rng = Random(seed)
    who = synthetic(rng)
    definition = definition_in_force(code, local_day(at))
    needs = read_body(definition.body).papers_for(variant)
    intake = Intake(
        definition=definition,
        variant=variant,
        applicant=Applicant(who.full_name, who.number, who.birth_date, who.sex, who.phone),
        answers=ANSWERS[code](who, local_day(at), rng),
        papers=[PaperIn(need.code, need.title, form="original") for need in needs if need.is_required],
        receipt_id=office.desk_id,
        key=str(new_id()),
    )
    return receive_at_counter(intake, by=actor_of_seat(receiver, RECEIVER), at=at)


def citizen(who: Synthetic, at: datetime) -> Actor:
    claims = CitizenClaims(
        issuer="test", subject=who.number, full_name=who.full_name, number=who.number, birth_date=who.birth_date,
        sex=who.sex, phone=who.phone,
    )  # fmt: skip
    return actor_of_account(sign_in_citizen(claims, method="test", at=at), at)


def typed_in(question: Question, value: object) -> object:
    if not question.is_group:
        return as_typed(question, value)
    items = value if isinstance(value, list) else []
    return [{inner.name: as_typed(inner, item.get(inner.name)) for inner in question.items} for item in items]


def photo() -> BytesIO:
    stream = BytesIO()
    Image.new("RGB", (400, 300), "white").save(stream, "JPEG")
    stream.seek(0)
    return stream
