"""What people do on their way through a procedure, one function a step."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.journeys.hands import Mouse, Person
from tests.journeys.province import SOURCE, Province, locked

WARD = "Phường Xuân Hương - Đà Lạt"
HOME = {"province": "Tỉnh Lâm Đồng", "commune": WARD, "detail": "Tổ 4"}
BIRTH: dict[str, Any] = {
    "child_name": "Nguyễn Hoàng Ẩn Nhiên",
    "child_birth_date": "02/11/2026",
    "child_sex": "female",
    "child_ethnicity": "K’Ho",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Lâm Đồng",
    "child_hometown": HOME,
    "has_mother": "yes",
    "mother_name": "Nguyễn Thị Ánh Tuyết",
    "mother_birth_date": "14/03/1988",
    "mother_number": "",
    "mother_ethnicity": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_residence": HOME,
    "has_father": "no",
    "applicant_relation": "mother",
}
# The twin's citizens (connectors/vneid/twin): whom they sign in as, and the last four digits of their number.
LAST_FOUR = {"cd-01": "0017", "cd-02": "0023", "cd-03": "0031", "cd-04": "0048", "cd-05": "0055", "cd-06": "0062"}


def photo(folder: Path, name: str = "giay-chung-sinh.jpg") -> Path:
    """A paper as a phone takes it."""
    picture = Image.effect_noise((900, 1200), 40).convert("RGB")
    ImageDraw.Draw(picture).text((80, 80), "GIAY CHUNG SINH", fill="black")
    path = folder / name
    picture.save(path, "JPEG", quality=80)
    return path


# Signing in


def sign_in_official(person: Person, province: Province, login: str) -> None:
    """Password, then the code of the device; one after another, for a code older than the last one used is refused."""
    with locked(province.data.parent / f"{login}.lock"):
        _sign_in(person, province, login)


def _sign_in(person: Person, province: Province, login: str) -> None:
    facts = province.sign_ins[login]
    person.go("/dang-nhap")
    person.write("login", login)
    person.write("password", facts["password"])
    person.press("Tiếp tục")
    person.page.wait_for_url("**/dang-nhap/ma")
    person.write("code", province.one_time_code(login))
    person.press("Đăng nhập")
    person.page.wait_for_url("**/ban")


def signed_in_state(browser: Browser, province: Province, login: str) -> Path:
    """The cookies of an official's session, opened once a run."""
    path = province.data.parent / f"{login}.json"
    with locked(path.with_suffix(".lock")):
        if not path.exists():
            context = browser.new_context(locale="vi-VN")
            _sign_in(Person(context.new_page(), Mouse(), province.address), province, login)
            path.write_text(json.dumps(context.storage_state()), encoding="utf-8")
            context.close()
    return path


def sign_in_citizen(person: Person, citizen: str) -> None:
    """From the page that asks to sign in, over the twin of the identity provider, and back."""
    person.page.wait_for_url("**/dang-nhap/cong-dan?*")
    person.follow("Đăng nhập bằng")
    person.page.wait_for_url("**/twins/vneid/authorize?*")
    person.tick(f"#citizen-{citizen}")
    person.press("Đồng ý chia sẻ")


# The citizen


def find_procedure(person: Person, text: str, code: str) -> None:
    person.go("/")
    person.write("tim", text)
    person.press("Tìm")
    person.page.wait_for_url("**/thu-tuc?*")
    person.hands.press(person.page.locator(f"main a[href$='/thu-tuc/{code}']").first)
    person.page.wait_for_url(f"**/thu-tuc/{code}")


def begin(person: Person, place: str = WARD) -> str:
    """From the start page: the privacy notice, the office; gives the path of the task list."""
    person.reads("Thông tin của bạn được dùng thế nào")
    person.pick("desk", place)
    person.press("Bắt đầu")
    person.page.wait_for_url("**/khai/*")
    return person.page.url.removeprefix(person.address)


def answer_section(person: Person, answers: Mapping[str, Any]) -> list[str]:
    """From the first question of a section to the task list; gives the questions in the order they came."""
    asked = []
    while "/cau/" in person.page.url:
        before, name = person.page.url, person.page.url.rpartition("/cau/")[2].partition("?")[0]
        asked.append(name)
        if person.page.locator("main form").count():
            answer(person, name, answers.get(name, ""))
            person.press("Tiếp tục")
        else:
            person.follow("Tiếp tục")
        person.page.wait_for_url(lambda url, before=before: url != before)
        assert len(asked) < 60
    return asked


def answer(person: Person, name: str, value: Any) -> None:
    """Types or chooses the answer to one question, whatever shape it has; what is filled in already stays."""
    if isinstance(value, Mapping):
        for part, text in value.items():
            person.write(f"{name}-{part}", text)
    elif re.fullmatch(r"\d\d/\d\d/\d{4}", value):
        for box, text in zip(("", "-month", "-year"), value.split("/"), strict=True):
            person.write(f"{name}{box}", text)
    elif person.page.locator(f"main input[type=radio][name='{name}']").count():
        person.tick(f"input[name='{name}'][value='{value}']")
    elif value:
        person.write(name, value)


def answer_all(person: Person, tasks: str, answers: Mapping[str, Any]) -> list[str]:
    """Every section of the task list, one question a page."""
    asked = []
    for order in range(person.page.locator("ul.tasks").first.locator("a").count()):
        person.hands.press(person.page.locator("ul.tasks").first.locator("a").nth(order))
        person.page.wait_for_url("**/cau/*")
        asked += answer_section(person, answers)
        assert person.page.url.endswith(tasks), person.page.url
    return asked


def upload(person: Person, paper: str, files: Sequence[Path]) -> None:
    """From the task list: opens the paper, attaches, and is back on the task list."""
    tasks = person.page.url
    person.hands.press(person.page.locator(f"a[href$='/giay-to/{paper}']").first)
    person.page.wait_for_url(f"**/giay-to/{paper}")
    person.hands.attach(person.page.locator("#file"), files)
    person.press("Lưu và tiếp tục")
    person.page.wait_for_url(tasks)


def submit(person: Person) -> str:
    """From the task list over the check to the confirmation; gives the number of the dossier."""
    person.follow("Kiểm tra rồi nộp")
    person.page.wait_for_url("**/kiem-tra")
    person.tick("#declare")
    person.press("Nộp hồ sơ")
    person.page.wait_for_url("**/da-nop")
    person.reads("Đã nộp hồ sơ")
    return number_on(person)


def number_on(person: Person) -> str:
    found = re.search(r"H36[.\d]*-\d{6}-\d+", person.page.locator("body").inner_text())
    assert found
    return found[0]


def apply_for_birth(person: Person, citizen: str, folder: Path) -> str:
    """All of it at once, for tests whose story begins later."""
    person.go("/nop/1.001193")
    sign_in_citizen(person, citizen)
    tasks = begin(person)
    answer_all(person, tasks, BIRTH)
    upload(person, "birth_evidence", [photo(folder)])
    return submit(person)


def track(person: Person, number: str, digits: str) -> None:
    person.go("/tra-cuu")
    person.write("ma", number)
    person.write("so", digits)
    person.press("Xem hồ sơ")


# The desk


def find_dossier(person: Person, text: str, number: str) -> None:
    """From the first page of the desk, by what the search field takes."""
    person.go("/ban")
    person.write("tim", text)
    person.press("Tìm")
    person.page.wait_for_url("**/ban/tim")
    person.hands.press(person.page.get_by_role("link", name=number, exact=True).first)
    person.page.wait_for_url(f"**/ban/ho-so/{number}")


def do(person: Person, number: str, button: str, done: str) -> None:
    """Opens the dossier and does one act on it: its button, and the message that it is done."""
    person.go(f"/ban/ho-so/{number}")
    person.press(button)
    person.page.get_by_text(done).first.wait_for()


# Papers


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def signatures_of(pdf: bytes, folder: Path) -> str:
    """What poppler finds out about the signatures."""
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


def proof_of(person: Person) -> bytes:
    """From a page of the ledger: the proof as a file, once the entry is sealed."""
    for _ in range(60):
        if person.page.get_by_role("link", name="Tải tệp bằng chứng").count():
            return person.fetch("a[download]")
        time.sleep(0.5)
        person.page.reload()
    raise AssertionError("the entry was not sealed within half a minute")


def verified(proof: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """The verifier that runs without Django and without the installation."""
    path = folder / "proof.json"
    path.write_bytes(proof)
    command = [sys.executable, "-m", "tinhso.kernel.ledger.rules.verify", str(path)]
    environ = {"PYTHONPATH": str(SOURCE / "src")}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
