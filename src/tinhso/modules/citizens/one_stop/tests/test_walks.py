"""Every ready procedure, filed as people file it and led to a signed result that says the right things."""

import re
import subprocess
from pathlib import Path

import pytest

from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.documents.queries import bytes_of, label_of, validation_of
from tinhso.kernel.forms.queries import answers_of
from tinhso.modules.citizens.one_stop.rules.roles import RECEIVER
from tinhso.modules.citizens.one_stop.sample.people import MAIN, Office
from tinhso.modules.citizens.one_stop.sample.walk import lead_to
from tinhso.modules.citizens.one_stop.tests.conftest import AT
from tinhso.modules.citizens.one_stop.tests.filing import Watch, bring_to_counter, file_online
from tinhso.modules.citizens.one_stop.tests.test_ready import READY

pytestmark = pytest.mark.django_db
WAYS = [
    (code, variant["code"], channel)
    for code, facts in READY.items()
    for variant, channel in zip(
        (facts["definition"]["body"]["variants"] * 2)[:2], facts["definition"]["body"]["channels"][:2], strict=False
    )
]


def office_of(body: Body, province: dict[str, Office]) -> Office:
    return province[MAIN] if body.competent == "commune" else province["land"]


def filed(code: str, variant: str, channel: int, province: dict[str, Office]) -> Case:
    office = office_of(read_body(READY[code]["definition"]["body"]), province)
    if channel == Channel.ONLINE:
        return file_online(code, variant, office, AT)
    return bring_to_counter(code, variant, office, AT, receiver=office.seats[RECEIVER])


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "result.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", said)


@pytest.mark.parametrize(("code", "variant", "channel"), WAYS)
def test_it_works(code: str, variant: str, channel: int, province: dict[str, Office], tmp_path: Path) -> None:
    case = filed(code, variant, channel, province)
    lead_to(case, State.RETURNED, Watch(AT))
    body, answers = read_body(case.definition.body), answers_of(case.submission)
    assert [result.code for result in case.results.order_by("id")] == [need.code for need in body.results]
    for result in case.results.select_related("document"):
        pdf = bytes_of(result.document)
        text = words_of(pdf, tmp_path)
        for name in expected(code, result.code, answers):
            assert name in text, (name, text)
        assert label_of(result.document).number_text in text
        report = validation_of(result.document, at=AT)
        assert report.is_valid, report
        checked = subprocess.run(["pdfsig", tmp_path / "result.pdf"], capture_output=True, text=True, check=False)
        assert checked.stdout.count("Signature is Valid") == 2, checked.stdout
        assert result.document.issued_on == local_day(AT)
    assert not case.charges.filter(paid_at=None).exists()


def expected(code: str, result: str, answers: dict[str, object]) -> list[str]:
    """What the result must say, from the answers."""
    by_result = {
        "KQ.G01.000065": ["child_name", "head_name", "head_relation"],
        "KQ.G18.000047": ["child_name", "clinic"],
        "KQ.G15.000031": ["child_name", "mother_name", "father_name", "birth_place", "applicant_name"],
        "KQ.G15.000032": ["applicant_name", "partner_name", "applicant_number", "partner_number"],
        "KQ.G15.000038": ["applicant_name", "marry_whom", "marry_where", "applicant_number"],
        "KQ.G15.000342": ["subject_name", "registered_where", "copies"],
        "KQ.G15.000021": ["applicant_name"],
        "KQ.G10.001147": ["applicant_name", "certificate_number", "land_use"],
        "KQ.G10.001281": ["applicant_name"],
        "KQ.G10.001269": ["organisation_name", "technician_name", "technician_qualification"],
        "KQ.G17.000311": ["applicant_name", "works_name", "designer", "land_paper_number"],
        "KQ.G17.000348": ["applicant_name", "purpose"],
    }
    return [str(answers[name]) for name in by_result[result]]
