"""The planning letter (1.014159): what the plan says is written by the specialist and printed in the letter."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.world import World, sample_world, session_of, undone
from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import hand_over
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import bytes_of, documents_of, preview_of
from tinhso.kernel.forms.queries import answers_of
from tinhso.kernel.identity.models import Account, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions.correcting import correct_dossier
from tinhso.modules.citizens.one_stop.actions.results import draft_result, sign_result, submit_for_signature
from tinhso.modules.citizens.one_stop.rules.findings import (
    MOST,
    FindingsMissing,
    FindingTooLong,
    findings_asked,
    findings_given,
)
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.tests.filing import bring_to_counter

pytestmark = pytest.mark.django_db
WORDS = {"land_use": "Đất ở tại đô thị.\nCao tối đa 4 tầng.", "roads": "Lộ giới 12 m."}


@pytest.fixture(scope="module")
def once_made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(once_made: World) -> Iterator[World]:
    with undone():
        yield once_made


@pytest.fixture
def handled(world: World) -> Case:
    """A request for planning information in the hands of the department that answers it."""
    desk = actor_of_account(world.accounts["stranger"], world.at)
    assert desk.unit_id is not None and desk.seat_id is not None
    office = Office("centre", desk.unit_id, desk.unit_id, {})
    case = bring_to_counter("1.014159", "parcel", office, world.at, receiver=Seat.objects.get(pk=desk.seat_id))
    return hand_over(case, by=desk, at=world.at)


@pytest.fixture
def specialist(world: World) -> Client:
    return signed_in("xaydung.thuly")


def signed_in(login: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(Account.objects.get(login=login), now())
    return client


def drafted(client: Client, case: Case, texts: Mapping[str, str]) -> Any:
    case.refresh_from_db()
    sent = {"version": str(case.version)} | {f"findings/{name}": text for name, text in texts.items()}
    return client.post(f"/ban/ho-so/{case.number}/du-thao", sent)


def test_it_works(handled: Case, specialist: Client, world: World, tmp_path: Path) -> None:
    """A box for each thing that was asked; the texts are printed in the signed letter."""
    page = specialist.get(f"/ban/ho-so/{handled.number}").content.decode()
    assert re.findall(r'name="findings/(\w+)"', page) == ["land_use", "roads"]
    assert drafted(specialist, handled, WORDS).status_code == 302
    handled.refresh_from_db()
    submit_for_signature(handled, by=actor("xaydung.thuly", world), at=world.at)
    text = text_of(sign_result(handled, by=actor("xaydung.lanhdao", world), at=world.at), tmp_path)
    for words in ("Chức năng sử dụng đất", "Cao tối đa 4 tầng.", "Lộ giới 12 m.", "Trích lục bản đồ"):
        assert words in text


def test_without_the_findings_there_is_no_draft_and_what_was_typed_stays(handled: Case, specialist: Client) -> None:
    answer = drafted(specialist, handled, {"land_use": "Đất ở.", "roads": "  "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa viết: Đường giao thông, chỉ giới." in page
    assert 'href="#draft-findings/roads"' in page and "Đất ở.</textarea>" in page
    assert not documents_of(handled).filter(kind="planning_information").exists()


def test_a_draft_made_anew_keeps_what_is_not_written_again(handled: Case, specialist: Client, world: World) -> None:
    drafted(specialist, handled, WORDS)
    handled.refresh_from_db()
    draft_result(handled, {"roads": "Lộ giới 14 m."}, by=actor("xaydung.thuly", world), at=world.at)
    page = specialist.get(f"/ban/ho-so/{handled.number}").content.decode()
    assert "Lộ giới 14 m.</textarea>" in page and "Cao tối đa 4 tầng.</textarea>" in page


def test_a_corrected_answer_is_in_the_draft_the_leader_reads(
    handled: Case, specialist: Client, world: World, tmp_path: Path
) -> None:
    drafted(specialist, handled, WORDS)
    beside = specialist.get(f"/ban/ho-so/{handled.number}/doi-chieu").content.decode()
    assert "Cao tối đa 4 tầng.</textarea>" in beside and "Bạn dùng thông tin vào việc gì?" in beside
    handled.refresh_from_db()
    submit_for_signature(handled, by=actor("xaydung.thuly", world), at=world.at)
    answers = answers_of(handled.submission) | {"purpose": "Lập dự án nhà ở mới"}
    correct_dossier(handled, answers, reason="Ghi sai mục đích", by=actor("xaydung.thuly", world), at=world.at)
    draft = documents_of(handled).get(kind="planning_information")
    read = text_of_pdf(preview_of(draft), tmp_path)
    assert "Lập dự án nhà ở mới" in read and "Cao tối đa 4 tầng." in read
    leader = signed_in("xaydung.lanhdao")
    assert f"/ban/ho-so/{handled.number}/doi-chieu" in leader.get(f"/ban/ho-so/{handled.number}").content.decode()
    signed = text_of(sign_result(handled, by=actor("xaydung.lanhdao", world), at=world.at), tmp_path)
    assert "Lập dự án nhà ở mới" in signed
    assert leader.get(f"/ban/ho-so/{handled.number}/doi-chieu").status_code == 404


def test_a_correction_that_asks_for_one_more_finding_stands_and_nothing_is_signed_without_it(
    handled: Case, specialist: Client, world: World
) -> None:
    drafted(specialist, handled, WORDS)
    handled.refresh_from_db()
    submit_for_signature(handled, by=actor("xaydung.thuly", world), at=world.at)
    answers = answers_of(handled.submission) | {"wanted": ["land_use", "roads", "indicators"]}
    correct_dossier(handled, answers, reason="Xin thêm chỉ tiêu", by=actor("xaydung.thuly", world), at=world.at)
    with pytest.raises(FindingsMissing):
        sign_result(handled, by=actor("xaydung.lanhdao", world), at=world.at)


def test_every_fault_is_said_at_once_and_other_results_ask_for_nothing() -> None:
    wanted = findings_asked("planning_information", {"wanted": ["land_use", "roads"]})
    with pytest.raises(FindingsMissing) as missing:
        findings_given(wanted, {})
    assert set(missing.value.fields) == {"findings/land_use", "findings/roads"}
    with pytest.raises(FindingTooLong):
        findings_given(wanted, {"roads": "x" * (MOST + 1)})
    assert findings_asked("birth_certificate", {}) == ()
    assert findings_given((), {"anything": "x"}) == {}


def actor(login: str, world: World) -> Actor:
    return actor_of_account(Account.objects.get(login=login), world.at)


def text_of(document: Document, folder: Path) -> str:
    return text_of_pdf(bytes_of(document), folder)


def text_of_pdf(pdf: bytes, folder: Path) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", said)
