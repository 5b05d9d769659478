"""Forms 02 to 07 and ordinary letters: made right after their act, signed, read by who may."""

import io
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, NotFound
from tinhso.base.moments import local_day
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.kinds import signing_drivers
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import bytes_of, documents_of, pdf_of, public_facts_of, validation_of
from tinhso.modules.citizens.one_stop.actions import writing
from tinhso.modules.citizens.one_stop.actions.letter_templates import BadTemplate, Wording, publish_template
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.desk.book import write_book
from tinhso.modules.citizens.one_stop.queries.course_papers import Period, book_rows, control_sheet, follow_up_book
from tinhso.modules.citizens.one_stop.queries.due_letters import letters_due
from tinhso.modules.citizens.one_stop.queries.followed import followed
from tinhso.modules.citizens.one_stop.queries.letters import Words, place_facts, templates_on, words_of_template
from tinhso.modules.citizens.one_stop.rules.roles import HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.names import synthetic
from tinhso.modules.citizens.one_stop.sample.people import MAIN, Office
from tinhso.modules.citizens.one_stop.sample.walk import actor_of_seat
from tinhso.modules.citizens.one_stop.tests.conftest import AT
from tinhso.modules.citizens.one_stop.tests.filing import bring_to_counter, citizen, file_online

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=30)
ASKED = [Missing("paper:previous", "Bản chụp mờ, không đọc được số.", "thành phần hồ sơ")]


def actor(province: dict[str, Office], role: str, office: str = MAIN) -> Actor:
    return actor_of_seat(province[office].seats[role], role)


@pytest.fixture
def online(province: dict[str, Office]) -> Case:
    return file_online("1.004873", "again", province[MAIN], AT)


@pytest.fixture
def accepted(province: dict[str, Office]) -> Case:
    office = province[MAIN]
    case = bring_to_counter("1.004873", "again", office, AT, receiver=office.seats[RECEIVER])
    make_due_letters(case, at=AT)
    return case


@pytest.fixture
def handled(accepted: Case, province: dict[str, Office]) -> Case:
    return actions.hand_over(accepted, by=actor(province, RECEIVER), at=AT)


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", said)


def only(documents: list[Document]) -> Document:
    (document,) = documents
    return document


def test_it_works(online: Case, province: dict[str, Office], tmp_path: Path) -> None:
    """Form 02: everything that is missing, the official who guides, the organisation's signature."""
    actions.ask_supplement(online, ASKED, by=actor(province, RECEIVER), at=AT)
    assert [letter.title for letter in letters_due(online)] == ["Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"]
    letter = only(make_due_letters(online, at=AT))
    assert letters_due(online) == make_due_letters(online, at=LATER) == []
    text = text_of(bytes_of(letter), tmp_path)
    guide = province[MAIN].seats[RECEIVER].person.full_name
    missing = "Giấy xác nhận tình trạng hôn nhân đã được cấp trước đó".split()  # its cell breaks where it will
    for words in (*missing, "Bản chụp mờ", online.number, guide, "1022"):
        assert words in text
    assert "1.004873" not in dict(public_facts_of(letter)).values()
    assert online.applicant.full_name not in str(public_facts_of(letter))
    report = validation_of(letter, at=AT)
    assert report.is_valid, report
    assert (
        "Signature is Valid"
        in subprocess.run(["pdfsig", tmp_path / "letter.pdf"], capture_output=True, text=True, check=False).stdout
    )


def test_a_refused_dossier_has_form_03_and_its_applicant_reads_it(
    online: Case, province: dict[str, Office], tmp_path: Path
) -> None:
    actions.decline_case(online, ground="Thuộc thẩm quyền nơi khác.", by=actor(province, RECEIVER), at=AT)
    letter = only(make_due_letters(online, at=AT))
    text = text_of(bytes_of(letter), tmp_path)
    assert "PHIẾU TỪ CHỐI" in text
    assert "Thuộc thẩm quyền nơi khác." in text
    assert followed(online, LATER).letters == [letter]
    stranger = citizen(synthetic_of(9), AT)
    with pytest.raises(NotFound):
        pdf_of(letter, stranger)


def synthetic_of(seed: int):  # type: ignore[no-untyped-def]
    from random import Random

    return synthetic(Random(seed))


def test_an_apology_has_a_number_and_both_dates(handled: Case, province: dict[str, Office], tmp_path: Path) -> None:
    extension = actions.extend_case(handled, 3, ground="Chờ xác minh nơi cư trú.", by=actor(province, SIGNER), at=LATER)
    letter = only(make_due_letters(handled, at=LATER))
    text = text_of(bytes_of(letter), tmp_path)
    assert letter.number == 1
    assert "Số: 01/PXL" in text
    assert "thêm 3 ngày làm việc" in text
    for moment in (extension.old_due_at, extension.new_due_at):
        assert f"{local_day(moment):%d/%m/%Y}" in text
    assert province[MAIN].seats[SIGNER].person.full_name in text


def test_a_stopped_dossier_has_form_05(handled: Case, province: dict[str, Office], tmp_path: Path) -> None:
    actions.stop_case(handled, ground="Người nộp đề nghị dừng.", by=actor(province, HANDLER), at=LATER)
    letter = only(make_due_letters(handled, at=LATER))
    text = text_of(bytes_of(letter), tmp_path)
    assert f"Dừng giải quyết hồ sơ {handled.number}" in text
    assert "Người nộp đề nghị dừng." in text


def test_without_a_means_of_signing_a_letter_is_left_to_the_hand(
    online: Case, province: dict[str, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tinhso.modules.citizens.one_stop.actions.sealing.signing_drivers", ())
    assert list(signing_drivers)
    actions.ask_supplement(online, ASKED, by=actor(province, RECEIVER), at=AT)
    letter = only(make_due_letters(online, at=AT))
    assert letter.sealed_at == AT
    assert letter.signatures.count() == 0


def test_form_06_tells_each_hand_over(handled: Case, province: dict[str, Office], tmp_path: Path) -> None:
    text = text_of(control_sheet(handled, LATER), tmp_path)
    assert "1. Giao:" in text
    assert "2. Giao:" in text
    assert province[MAIN].seats[RECEIVER].person.full_name in text
    assert "Đang giải quyết" in text


def test_form_07_lists_what_the_desk_received_and_nothing_else(
    accepted: Case, online: Case, province: dict[str, Office], tmp_path: Path
) -> None:
    by, today = actor(province, RECEIVER), Period(local_day(AT), local_day(AT))
    rows = list(book_rows(province[MAIN].desk_id, today, by))
    assert [row["number"] for row in rows] == [accepted.number]
    text = text_of(follow_up_book(province[MAIN].desk_id, today, by, LATER), tmp_path)
    assert accepted.number in text
    assert online.number not in text
    tomorrow = Period(today.first + timedelta(days=1), today.last + timedelta(days=1))
    assert list(book_rows(province[MAIN].desk_id, tomorrow, by)) == []
    stranger = actor(province, RECEIVER, "land")
    assert list(book_rows(province[MAIN].desk_id, today, stranger)) == []


def test_the_workbook_of_form_07_runs_no_formula() -> None:
    place = io.BytesIO()
    write_book(place, [(1, "H36-1", "=1+1", "+cmd", "@x", "-2", "\tx")], Period(date(2026, 1, 1), date(2026, 1, 2)))
    place.seek(0)
    cells = [cell.value for cell in list(openpyxl.load_workbook(place).worksheets[0].rows)[2]]
    assert cells[:2] == [1, "H36-1"]
    assert all(str(cell).startswith("'") for cell in cells[2:7])


def test_a_letter_from_a_template_is_written_by_the_handler_and_signed_by_the_leader(
    handled: Case, province: dict[str, Office], tmp_path: Path
) -> None:
    handler, leader = actor(province, HANDLER), actor(province, SIGNER)
    template = templates_on(local_day(AT)).get(code="moi-kiem-tra-thuc-dia")
    words = words_of_template(template, place_facts(handled, handler, AT))
    assert "{" not in words.body
    draft = writing.draft_letter(handled, words, by=handler, at=AT)
    with pytest.raises(NotAllowed):
        writing.issue_letter(handled, draft.pk, by=handler, at=AT)
    letter = writing.issue_letter(handled, draft.pk, by=leader, at=LATER)
    text = text_of(bytes_of(letter), tmp_path)
    for said in (
        "GIẤY MỜI",
        handled.number,
        handled.applicant.full_name,
        province[MAIN].seats[SIGNER].person.full_name,
    ):
        assert said in text
    assert letter.number == 1
    assert letter.signatures.count() == 2
    assert letter in followed(handled, LATER).letters


def test_what_was_typed_into_a_letter_is_never_evaluated(
    handled: Case, province: dict[str, Office], tmp_path: Path
) -> None:
    words = Words("Công văn", "#panic(1)", "*Ai đó*", '#read("/etc/passwd") $x$', is_for_agency=True)
    draft = writing.draft_letter(handled, words, by=actor(province, HANDLER), at=AT)
    letter = writing.issue_letter(handled, draft.pk, by=actor(province, SIGNER), at=AT)
    assert '#read("/etc/passwd") $x$' in text_of(bytes_of(letter), tmp_path)
    assert followed(handled, LATER).letters == []


@pytest.mark.parametrize("words", [Words(), Words("Công văn", "", "Ai", "  \n "), Words("", "", "Ai", "x")])
def test_a_letter_without_its_parts_is_refused(handled: Case, province: dict[str, Office], words: Words) -> None:
    with pytest.raises(writing.LetterEmpty):
        writing.draft_letter(handled, words, by=actor(province, HANDLER), at=AT)
    assert not documents_of(handled).filter(kind__startswith="letter").exists()


def test_a_template_is_dated_data(province: dict[str, Office]) -> None:
    editor = actor_of_seat(province["ubnd"].seats["one_stop.clerk"], "one_stop.letter_editor")
    from tinhso.base.actor import system_actor

    wording = Wording("Giấy mời", "Về {case_number}", "Ông/Bà {applicant}", "Mời {applicant}.", False, "Mẫu")
    first = publish_template("thu", wording, valid_from=date(2026, 1, 1), by=system_actor("t"), at=AT)
    assert publish_template("thu", wording, valid_from=date(2026, 5, 1), by=system_actor("t"), at=AT) == first
    second = publish_template(
        "thu",
        Wording("Thư mời", "", "Ai", "Mời.", False, "Mẫu"),
        valid_from=date(2027, 1, 1),
        by=system_actor("t"),
        at=AT,
    )
    assert [templates_on(day).get(code="thu") for day in (date(2026, 12, 31), date(2027, 1, 1))] == [first, second]
    with pytest.raises(NotAllowed):
        publish_template("thu", wording, valid_from=date(2027, 2, 1), by=editor, at=AT)
    with pytest.raises(BadTemplate) as refused:
        publish_template(
            "thu",
            Wording("", "", "Ai", "{lạ} x", False, "Mẫu"),
            valid_from=date(2027, 2, 1),
            by=system_actor("t"),
            at=AT,
        )
    assert set(refused.value.fields) == {"title", "body"}
