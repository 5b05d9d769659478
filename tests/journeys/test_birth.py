"""The whole journey of 1.001193: a citizen registers a birth, the ward works, everybody can check."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import steps
from tests.journeys.hands import Hands, Keys, Mouse, Person
from tests.journeys.province import Province

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
WAYS = {
    "with scripts": ("cd-01", Mouse, {}),
    "without scripts": ("cd-02", Mouse, {"java_script_enabled": False}),
    "with keys only": ("cd-03", Keys, {}),
}


def test_it_works(visitor: Visitor) -> None:
    person = visitor()
    person.go("/")
    person.reads("Tìm thủ tục")


@pytest.mark.parametrize("way", WAYS)
def test_a_birth_is_registered(
    way: str, visitor: Visitor, official: Visitor, province: Province, tmp_path: Path
) -> None:
    citizen_code, hands_of, choices = WAYS[way]
    citizen = visitor(hands_of(), **choices)
    number = applied(citizen, citizen_code, tmp_path)
    tracked_without_signing_in(visitor(hands_of(), **choices), number, steps.LAST_FOUR[citizen_code])
    desk = worked_through(official, number, hands_of(), choices, tmp_path)
    result = received(citizen, number, tmp_path)
    checked_by_anybody(visitor(hands_of(), **choices), result)
    proven(citizen, number, tmp_path)
    steps.do(desk, number, "Trả kết quả", "Đã trả kết quả")
    citizen.go(f"/ho-so/{number}")
    citizen.reads("Hồ sơ đã kết thúc")


def applied(person: Person, citizen: str, folder: Path) -> str:
    """Searches without accents, signs in, answers one question a page, uploads a photo, submits."""
    steps.find_procedure(person, "dang ky khai sinh", "1.001193")
    person.follow("Nộp hồ sơ trực tuyến")
    steps.sign_in_citizen(person, citizen)
    person.page.wait_for_url("**/nop/1.001193")
    tasks = steps.begin(person)
    asked = steps.answer_all(person, tasks, steps.BIRTH)
    assert asked.index("child_name") < asked.index("mother_name") < asked.index("applicant_relation")
    assert "father_name" not in asked
    steps.upload(person, "birth_evidence", [steps.photo(folder)])
    person.follow("Kiểm tra rồi nộp")
    person.page.wait_for_url("**/kiem-tra")
    person.reads(steps.BIRTH["child_name"])
    person.reads("giay-chung-sinh.pdf")
    person.page.go_back()
    return steps.submit(person)


def tracked_without_signing_in(person: Person, number: str, digits: str) -> None:
    steps.track(person, number, "0000" if digits != "0000" else "0001")
    person.reads("Không có hồ sơ nào khớp")
    steps.track(person, number, digits)
    person.page.wait_for_url(f"**/tra-cuu/{number}")
    person.reads("Bộ phận một cửa kiểm tra hồ sơ")


def worked_through(official: Visitor, number: str, hands: Hands, choices: dict[str, Any], folder: Path) -> Person:
    """Receives, drafts, signs and issues; gives the counter, where the result waits."""
    counter = official("tiepnhan", hands, **choices)
    steps.find_dossier(counter, number, number)
    steps.do(counter, number, "Tiếp nhận hồ sơ", "Đã tiếp nhận hồ sơ")
    receipt_is_right(counter, number, folder)
    steps.do(counter, number, "Chuyển hồ sơ", "Đã chuyển hồ sơ")
    handler = official("thuly", hands, **choices)
    steps.do(handler, number, "Lập dự thảo kết quả", "Đã lập dự thảo")
    preview = steps.text_of(handler.fetch("a[href*='/du-thao/']"))
    assert steps.BIRTH["child_name"].upper() in preview.upper()
    steps.do(handler, number, "Trình ký", "Đã trình ký")
    steps.do(official("lanhdao", hands, **choices), number, "Cấp số và ký", "Đã cấp số và ký")
    steps.do(official("vanthu", hands, **choices), number, "Ký số cơ quan và phát hành", "Đã phát hành kết quả")
    return counter


def receipt_is_right(counter: Person, number: str, folder: Path) -> None:
    """Form 01: its number, its title, the address behind its QR, a signature that holds."""
    pdf = counter.fetch("a:has-text('In giấy hẹn')")
    text = steps.text_of(pdf)
    assert number in text
    assert re.search(r"GIẤY TIẾP NHẬN HỒ SƠ", text)
    assert "/kt" in text
    assert "Signature is Valid" in steps.signatures_of(pdf, folder)


def received(citizen: Person, number: str, folder: Path) -> str:
    """Downloads the signed result; gives the path of its check page."""
    citizen.go(f"/ho-so/{number}")
    citizen.reads("Kết quả đã có")
    pdf = citizen.fetch("#ket-qua ~ ul a[href*='/van-ban/']")
    assert steps.BIRTH["child_name"].upper() in steps.text_of(pdf).upper()
    assert steps.signatures_of(pdf, folder).count("Signature is Valid") == 2
    check = citizen.page.locator("#ket-qua ~ ul a[href*='/kt/']").get_attribute("href")
    assert check
    return check


def checked_by_anybody(person: Person, check: str) -> None:
    person.go(check)
    person.reads("Văn bản có thật và đang có hiệu lực")
    assert steps.BIRTH["child_name"] not in person.page.locator("body").inner_text()


def proven(citizen: Person, number: str, folder: Path) -> None:
    """The ledger's own page, and the verifier that knows nothing of the installation."""
    citizen.go(f"/ho-so/{number}")
    citizen.follow("bằng chứng trong sổ cái")
    proof = steps.proof_of(citizen)
    assert steps.verified(proof, folder).returncode == 0
    forged = json.loads(proof)
    forged["entry"]["event"] = "case.declined"
    assert steps.verified(json.dumps(forged).encode(), folder).returncode == 1
