"""A paper of the store serves again in a dossier; nobody asks for it a second time, and each time is counted."""

from datetime import date
from uuid import UUID

import pytest

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.kernel.cases.actions import NotOnFile, paper_in, take_on_file
from tinhso.kernel.cases.models import Digital
from tinhso.kernel.cases.queries import came_from, papers_on_file
from tinhso.kernel.cases.rules.definition import PaperNeed
from tinhso.kernel.files.actions import drop
from tinhso.kernel.files.queries import references_of
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import Reuse
from tinhso.modules.citizens.results.queries.seen import seen_of
from tinhso.modules.citizens.results.tests.conftest import LATER, Scanned, Staff

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)
NEED = PaperNeed("birth_copy", "Bản sao Giấy khai sinh", True, "copy", results=("KQ.G15.000031",))
HELD = {"holder_kind": "upload", "at": LATER}


def offered(person_id: UUID | None, need: PaperNeed = NEED, on: date = DAY) -> list[str]:
    assert person_id is not None
    return [one.key for one in papers_on_file(person_id, (need,), on).get(need.code, [])]


def test_it_works(stored: Scanned, owner: Actor) -> None:
    """Offered for what it stands for, taken once, marked as a result used again, told its owner."""
    paper, holder = stored(), new_id()
    (key,) = offered(owner.person_id)
    assert owner.person_id is not None
    taken = take_on_file(key, owner.person_id, NEED, holder_id=holder, by=owner, **HELD)  # type: ignore[arg-type]
    assert (taken.digital, taken.result_code, taken.form) == (Digital.FROM_RESULT, "KQ.G15.000031", "electronic")
    (reference,) = references_of("upload", holder)
    assert paper.document is not None
    assert reference.file_id == paper.document.file_id
    assert came_from([reference.pk])[reference.pk].id == paper.pk
    assert paper_in(NEED, reference, came_from([reference.pk])[reference.pk]) == taken
    assert paper.uses.count() == 1
    assert seen_of(paper)[0].title == "Dùng lại giấy tờ trong kho"


def test_only_what_counts_and_fits_is_offered(staff: Staff, stored: Scanned, owner: Actor) -> None:
    stored()
    stored(number_text="A", code="KQ.G15.000032")
    stored(number_text="B", is_lasting=False, valid_until=date(2026, 11, 15))
    gone = stored(number_text="C")
    actions.revoke_paper(gone, reason="x", basis="y", by=staff.keeper, at=LATER)
    component = stored(number_text="D", kind=0, code="birth_copy")
    keys = offered(owner.person_id)
    assert len(keys) == 2
    assert f"results:{component.pk}" in keys
    assert len(offered(owner.person_id, on=date(2026, 11, 15))) == 3
    assert offered(owner.person_id, PaperNeed("map", "Bản đồ", True, "copy")) == []


def test_a_component_used_again_is_marked_as_one(stored: Scanned, owner: Actor) -> None:
    stored(kind=0, code="birth_copy")
    assert owner.person_id is not None
    key = offered(owner.person_id)[0]
    taken = take_on_file(key, owner.person_id, NEED, holder_id=new_id(), by=owner, **HELD)  # type: ignore[arg-type]
    assert (taken.digital, taken.result_code) == (Digital.FROM_PAPER, "")


def test_anothers_paper_is_neither_offered_nor_given(stored: Scanned, other_citizen: Actor) -> None:
    paper = stored()
    assert offered(other_citizen.person_id) == []
    assert other_citizen.person_id is not None
    for key in (f"results:{paper.pk}", "results:nonsense", ""):
        with pytest.raises(NotOnFile):
            take_on_file(key, other_citizen.person_id, NEED, holder_id=new_id(), by=other_citizen, **HELD)  # type: ignore[arg-type]
    assert not Reuse.objects.exists()


def test_what_is_taken_out_of_a_draft_again_is_not_counted(stored: Scanned, owner: Actor) -> None:
    stored()
    assert owner.person_id is not None
    key = offered(owner.person_id)[0]
    taken = take_on_file(key, owner.person_id, NEED, holder_id=new_id(), by=owner, **HELD)  # type: ignore[arg-type]
    assert taken.file_reference is not None
    drop(taken.file_reference.pk, by=owner, at=LATER)
    assert not Reuse.objects.exists()
