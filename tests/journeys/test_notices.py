"""A citizen is told what is missing: on their own page and in their mail; and chooses how to be told."""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys import steps
from tests.journeys.hands import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visitor = Callable[..., Person]
WHAT = "Ảnh Giấy chứng sinh bị mờ, chụp lại cho rõ chữ."
PATIENCE = 60  # seconds; the ledger's feed waits for every open transaction


def waited(person: Person, path: str, text: str) -> None:
    """Opens the page until it says so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        person.go(path)
        if text in person.page.locator("main").inner_text():
            return
        time.sleep(0.5)
    raise AssertionError(f"{path} does not say {text!r}")


def asked_for_more(counter: Person, number: str) -> None:
    """The counter asks for a clearer photo, from the dossier's page."""
    counter.go(f"/ban/ho-so/{number}")
    form = counter.page.locator("#supplement")
    form.locator("summary").first.click()
    if form.locator("[name^='pick-paper:']").count():
        form.locator("[name^='pick-paper:']").first.check()
    form.locator("[name^='what-paper:'], [name^='about-paper:']").first.fill(WHAT)
    form.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    counter.page.get_by_text("Đã gửi yêu cầu bổ sung").first.wait_for()


def test_it_works(visitor: Visitor, official: Visitor, tmp_path: Path) -> None:
    citizen = visitor()
    number = steps.apply_for_birth(citizen, "cd-06", tmp_path)
    asked_for_more(official("tiepnhan"), number)

    waited(citizen, "/thong-bao", f"Hồ sơ {number} cần bổ sung")
    citizen.reads(WHAT)
    assert citizen.page.locator(".bell-count").count() == 1

    anybody = visitor()
    waited(anybody, "/twins/email/?cua=cd-06@mau.example", f"Hồ sơ {number} cần bổ sung")
    anybody.follow(f"Hồ sơ {number} cần bổ sung")
    anybody.reads(WHAT)
    anybody.reads("Cơ quan giải quyết")
    link = anybody.page.locator("main a[href*='/tra-cuu/']").get_attribute("href")
    assert link is not None and urlsplit(link).path == f"/tra-cuu/{number}"

    citizen.go(urlsplit(link).path)
    citizen.page.wait_for_url(f"**/ho-so/{number}")
    anybody.go(urlsplit(link).path)
    anybody.page.wait_for_url(f"**/tra-cuu?ma={number}")

    citizen.go("/thong-bao")
    citizen.press("Đánh dấu tất cả đã đọc")
    citizen.reads("là đã đọc")
    assert citizen.page.locator(".bell-count").count() == 0


def test_without_scripts_a_citizen_chooses_how_to_be_told(visitor: Visitor) -> None:
    citizen = visitor(java_script_enabled=False)
    citizen.go("/thong-bao/cai-dat")
    steps.sign_in_citizen(citizen, "cd-06")
    citizen.go("/thong-bao/cai-dat")
    citizen.page.get_by_label("Thư điện tử").uncheck()
    citizen.press("Lưu lựa chọn")
    citizen.reads("Đã lưu cách nhận thông báo.")
    assert not citizen.page.get_by_label("Thư điện tử").is_checked()
    citizen.page.get_by_label("Thư điện tử").check()
    citizen.press("Lưu lựa chọn")
    citizen.reads("Đã lưu cách nhận thông báo.")
