"""What goes wrong on the way, and how the person goes on where they were."""

import re
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys import steps
from tests.journeys.hands import Person
from tests.journeys.province import Province

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
TYPED = "Nguyễn Hoàng Chưa Kịp Lưu"


@pytest.fixture
def applicant(visitor: Visitor) -> Person:
    """Somebody with a fresh draft before them."""
    person = visitor()
    person.go("/nop/1.001193")
    steps.sign_in_citizen(person, "cd-05")
    steps.begin(person)
    return person


def test_it_works(applicant: Person) -> None:
    applicant.reads("Tờ khai đăng ký khai sinh")


def test_sent_twice_is_filed_once_and_back_does_not_file_again(applicant: Person, tmp_path: Path) -> None:
    person, tasks = applicant, applicant.page.url.removeprefix(applicant.address)
    steps.answer_all(person, tasks, steps.BIRTH)
    steps.upload(person, "birth_evidence", [steps.photo(tmp_path)])
    person.follow("Kiểm tra rồi nộp")
    person.page.wait_for_url("**/kiem-tra")
    token = person.page.locator("input[name=csrfmiddlewaretoken]").last.input_value()
    form = {"csrfmiddlewaretoken": token, "declare": "1"}
    numbers = {person.page.request.post(person.page.url, form=form).url.split("/")[-2] for _ in range(2)}
    assert len(numbers) == 1
    person.tick("#declare")
    person.press("Nộp hồ sơ")
    person.page.wait_for_url("**/da-nop")
    assert {steps.number_on(person)} == numbers
    person.page.go_back()
    assert person.page.url.endswith("/kiem-tra")
    person.go("/ho-so")
    assert person.page.get_by_text(numbers.pop()).count() == 1


def test_of_two_officials_the_second_is_told_and_keeps_what_they_typed(
    visitor: Visitor, official: Visitor, tmp_path: Path
) -> None:
    number = steps.apply_for_birth(visitor(), "cd-06", tmp_path)
    first, second = official("tiepnhan"), official("tiepnhan")
    second.go(f"/ban/ho-so/{number}")
    second.page.locator("summary", has_text="Không tiếp nhận").click()
    second.write("decline-ground", "Thuộc xã khác")
    steps.do(first, number, "Tiếp nhận hồ sơ", "Đã tiếp nhận hồ sơ")
    second.press("Không tiếp nhận hồ sơ")
    second.page.wait_for_url("**/tu-choi")
    assert second.page.locator(".notice, .error-summary").count() >= 1
    assert "Thuộc xã khác" in second.page.content()
    first.go(f"/ban/ho-so/{number}")
    first.reads("Đã tiếp nhận")


def test_an_upload_whose_connection_is_lost_leaves_nothing_and_can_be_sent_again(
    applicant: Person, province: Province, tmp_path: Path
) -> None:
    paper = f"{urlsplit(applicant.page.url).path}/giay-to/birth_evidence"
    picture = steps.photo(tmp_path)
    applicant.go(paper)
    token = applicant.page.locator("input[name=csrfmiddlewaretoken]").last.input_value()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in applicant.page.context.cookies())
    cut_off(province, paper, cookies, token, picture.read_bytes())
    applicant.go(paper)
    assert applicant.page.locator("ul.files").count() == 0
    applicant.hands.attach(applicant.page.locator("#file"), [picture])
    applicant.press("Lưu và tiếp tục")
    applicant.page.wait_for_url(applicant.address + paper.rpartition("/giay-to/")[0])
    applicant.reads("Đã có")


def cut_off(province: Province, path: str, cookies: str, token: str, picture: bytes) -> None:
    """Sends half of an upload and hangs up."""
    mark = "lost"
    parts = (
        f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode()
    body = parts + picture + f"\r\n--{mark}--\r\n".encode()
    place = urlsplit(province.address)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nOrigin: {province.address}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary={mark}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection((str(place.hostname), int(place.port or 80)), timeout=10) as line:
        line.sendall(head + body[: len(body) // 2])


@pytest.mark.parametrize("choices", [{}, {"java_script_enabled": False}], ids=["with scripts", "without scripts"])
def test_a_sign_in_that_ran_out_in_the_middle_of_a_question_loses_nothing(
    visitor: Visitor, choices: dict[str, bool]
) -> None:
    person = visitor(**choices)
    person.go("/nop/1.001193")
    steps.sign_in_citizen(person, "cd-05")
    tasks = steps.begin(person)
    person.go(f"{tasks}/cau/child_name")
    person.write("child_name", TYPED)
    person.page.context.clear_cookies(name="tinhso_session")
    person.press("Tiếp tục")
    steps.sign_in_citizen(person, "cd-05")
    person.page.wait_for_url(re.compile("gui-tiep|/cau/"))
    if "gui-tiep" in person.page.url:
        person.page.locator("main form button[type=submit]").first.click()
        person.page.wait_for_url("**/cau/child_birth_date")
    person.go(f"{tasks}/cau/child_name")
    assert person.page.locator("#child_name").input_value() == TYPED


def test_a_sign_in_that_ran_out_at_the_desk_loses_nothing(visitor: Visitor, province: Province) -> None:
    clerk = visitor()
    steps.sign_in_official(clerk, province, "giamdoc")
    clerk.go("/ban/tim")
    clerk.page.context.clear_cookies(name="tinhso_session")
    clerk.page.locator("main #tim").fill("K'Brêu")
    clerk.page.locator("main #tim").press("Enter")
    clerk.page.wait_for_url("**/dang-nhap?*")
    clerk.write("login", "giamdoc")
    clerk.write("password", province.sign_ins["giamdoc"]["password"])
    clerk.press("Tiếp tục")
    clerk.page.wait_for_url("**/dang-nhap/ma")
    clerk.write("code", province.one_time_code("giamdoc"))
    clerk.press("Đăng nhập")
    clerk.page.wait_for_url(re.compile("gui-tiep|/ban"))
    assert "K&#x27;Brêu" in clerk.page.content() or "K'Brêu" in clerk.page.content()
