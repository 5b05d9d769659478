"""A paper on its way into the store: two people look at it, then it is signed."""

import subprocess
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tinhso.base.messages import NotAllowed, Stale
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, World
from tinhso.kernel.documents.queries import bytes_of, facts_of, public_facts_of, validation_of
from tinhso.kernel.files.actions import EmptyFile, WrongType
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.shown import code_of
from tinhso.modules.citizens.results.rules.metadata import read_metadata
from tinhso.modules.citizens.results.rules.states import NotNow
from tinhso.modules.citizens.results.tests.conftest import FACTS, LATER, NAME, NUMBER, Scanned, Staff, upload

pytestmark = pytest.mark.django_db
OWNER = actions.OwnerIn(number=NUMBER, name=NAME)


def test_it_works(staff: Staff, world: World, scanned: Scanned, tmp_path: object) -> None:
    """Scan, check, confirmation by another, both signatures: an intact PDF, the scan in front and its sheet behind."""
    paper = scanned(pages=2)
    assert paper.state == PaperState.UPLOADED
    paper = actions.check_paper(paper, FACTS, OWNER, by=staff.digitiser, at=AT)
    paper = actions.confirm_paper(paper, by=staff.confirmer, at=AT)
    paper = actions.sign_paper(paper, by=staff.confirmer, at=LATER)
    assert (paper.state, paper.order, paper.owner_id) == (PaperState.IN_FORCE, 1, world.applicant.pk)
    assert paper.document is not None
    report = validation_of(paper.document, at=LATER)
    assert report.is_valid
    assert len(report.signatures) == 2
    pdf = bytes_of(paper.document)
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    assert text.count("\f") == 3  # two scanned pages and the sheet
    assert "PHIẾU SỐ HÓA GIẤY TỜ" in text
    assert NUMBER not in text
    assert ("Số, ký hiệu của giấy tờ", "12/2019") in public_facts_of(paper.document)


def test_the_code_follows_the_pattern_and_shows_no_number(stored: Scanned) -> None:
    first, second = stored(), stored(number_text="13/2019")
    assert code_of(first) == "000•••••••23.KQ.G15.000031.12/2019.01"
    assert code_of(second).endswith("13/2019.01")
    again = stored(number_text="")
    assert code_of(stored(number_text="")).endswith(".-.02")
    assert again.order == 1


def test_no_personal_number_reaches_the_ledger_or_clear_columns(stored: Scanned) -> None:
    paper = stored(abstract="Của bà Mẫu")
    assert not [entry for entry in Entry.objects.all() if NUMBER in entry.payload]
    row = StoredPaper.objects.filter(pk=paper.pk).values()[0]
    assert NUMBER not in str(row)
    assert "Mẫu" not in str(row)
    assert paper.document is not None
    assert NUMBER not in str(facts_of(paper.document))


def test_who_checked_does_not_confirm_not_even_from_another_seat(staff: Staff, scanned: Scanned) -> None:
    paper = actions.check_paper(scanned(), FACTS, OWNER, by=staff.confirmer, at=AT)
    with pytest.raises(actions.SamePerson):
        actions.confirm_paper(paper, by=staff.confirmer, at=AT)
    with pytest.raises(NotAllowed):
        actions.confirm_paper(paper, by=staff.digitiser, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        StoredPaper.objects.filter(pk=paper.pk).update(confirmed_person=staff.confirmer.person_id)


def test_nobody_of_another_unit_does_anything(staff: Staff, scanned: Scanned) -> None:
    paper = scanned()
    with pytest.raises(NotAllowed):
        actions.check_paper(paper, FACTS, OWNER, by=staff.stranger, at=AT)
    checked = actions.check_paper(paper, FACTS, OWNER, by=staff.digitiser, at=AT)
    for act in (actions.confirm_paper, actions.sign_paper):
        with pytest.raises(NotAllowed):
            act(checked, by=staff.stranger, at=AT)


def test_what_is_wrong_goes_back_with_a_reason_and_is_checked_anew(staff: Staff, scanned: Scanned) -> None:
    paper = actions.check_paper(scanned(), FACTS, OWNER, by=staff.digitiser, at=AT)
    with pytest.raises(actions.declared.ReasonMissing):
        actions.send_back(paper, reason=" ", by=staff.confirmer, at=AT)
    paper = actions.send_back(paper, reason="Sai số", by=staff.confirmer, at=AT)
    assert (paper.state, paper.note) == (PaperState.UPLOADED, "Sai số")
    with pytest.raises(NotNow):
        actions.confirm_paper(paper, by=staff.confirmer, at=AT)
    assert actions.check_paper(paper, FACTS, by=staff.digitiser, at=AT).note == ""


def test_of_two_who_check_at_once_one_is_told(staff: Staff, scanned: Scanned) -> None:
    paper = scanned()
    seen_by_the_other = StoredPaper.objects.get(pk=paper.pk)
    actions.check_paper(paper, FACTS, OWNER, by=staff.digitiser, at=AT)
    with pytest.raises(Stale):
        actions.check_paper(seen_by_the_other, FACTS, OWNER, by=staff.confirmer, at=AT)


def test_the_same_paper_twice_is_refused(staff: Staff, scanned: Scanned, stored: Scanned) -> None:
    stored()
    with pytest.raises(actions.AlreadyThere):
        actions.check_paper(scanned(), FACTS, OWNER, by=staff.digitiser, at=AT)


def test_the_owner_is_known_by_number_and_name_together(staff: Staff, scanned: Scanned) -> None:
    wrong = actions.OwnerIn(number=NUMBER, name="Người Khác Hẳn")
    with pytest.raises(actions.OwnerDiffers):
        actions.check_paper(scanned(), FACTS, wrong, by=staff.digitiser, at=AT)
    with pytest.raises(actions.OwnerMissing):
        actions.check_paper(scanned(), FACTS, by=staff.digitiser, at=AT)
    new = actions.OwnerIn(number="000185000999", name="Phạm Văn Mới")
    paper = actions.check_paper(scanned(), FACTS, new, by=staff.digitiser, at=AT)
    assert paper.owner is not None
    assert paper.owner.source == "digitised"


def test_a_paper_of_an_organisation(staff: Staff, scanned: Scanned) -> None:
    shop = actions.OwnerIn(name="Công ty TNHH Mẫu", tax_code="5800000001")
    paper = actions.check_paper(scanned(), FACTS, shop, by=staff.digitiser, at=AT)
    paper = actions.confirm_paper(paper, by=staff.confirmer, at=AT)
    paper = actions.sign_paper(paper, by=staff.confirmer, at=AT)
    assert paper.owner_id is None
    assert paper.owner_business is not None
    with pytest.raises(actions.OwnerDiffers):
        other = actions.OwnerIn(name="Công ty Khác", tax_code="5800000001")
        actions.check_paper(scanned(), FACTS, other, by=staff.digitiser, at=AT)


def test_what_is_no_scan_is_refused_and_leaves_nothing(staff: Staff, world: World) -> None:
    for data, name, refusal in (
        (b"", "a.pdf", EmptyFile),
        (b"MZ\x90\x00", "a.exe", WrongType),
        (b"chu thuong", "a.txt", actions.NotAScan),
    ):
        with pytest.raises(refusal):
            actions.take_scan([upload(data, name)], unit_id=world.office, by=staff.digitiser, at=AT)  # type: ignore[list-item]
    assert not FileReference.objects.exists()
    assert not StoredPaper.objects.exists()


def test_metadata_is_told_apart_field_by_field() -> None:
    day = date(2026, 11, 26)
    good = {
        "kind": "1", "code": "KQ.G15.000031", "title": "Giấy", "issuer": "Xã", "issued_on": "5-3-2024",
        "is_lasting": "1",
    }  # fmt: skip
    facts, errors = read_metadata(good, on=day)
    assert errors == {}
    assert facts.issued_on == date(2024, 3, 5)
    for change, field in (
        ({"kind": ""}, "kind"),
        ({"code": "KQ.1"}, "code"),
        ({"kind": "0", "code": "mã lạ"}, "code"),
        ({"title": " "}, "title"),
        ({"issued_on": "31/02/2024"}, "issued_on"),
        ({"issued_on": "01/01/2030"}, "issued_on"),
        ({"is_lasting": ""}, "valid_until"),
        ({"is_lasting": "", "valid_until": "01/01/2020"}, "valid_until"),
    ):
        assert field in read_metadata(good | change, on=day)[1], change


def test_a_paper_of_a_dossier_is_taken_from_its_file(staff: Staff, world: World, new_case: object) -> None:
    from tinhso.kernel.cases.actions import PaperIn, add_paper
    from tinhso.kernel.files.actions import take_in

    case = new_case()  # type: ignore[operator]
    reference = take_in(
        upload(), "ban-do.pdf", holder_kind="upload", holder_id=case.pk, purpose="map", by=SYSTEM, at=AT
    )
    added = add_paper(case, PaperIn("map", "Bản đồ", file_reference=reference), by=world.receiver, at=AT)
    assert added.digital == 1
    paper = actions.take_from_case(case, added.pk, unit_id=world.office, by=staff.digitiser, at=AT)
    assert (paper.kind, paper.code, paper.case_number, paper.owner_id) == (0, "map", case.number, world.applicant.pk)
