"""Every screen of the journey: no violation axe can find, no sideways scroll, light enough for a slow phone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import steps
from tests.journeys.hands import Mouse, Person
from tests.journeys.looks import axe_finds_nothing, nothing_scrolls_sideways
from tests.journeys.province import Province

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KB = 1024
# ux.md section 4.1: all that travels, requests, and the most of each kind.
CLASS_A = {
    "all": 120 * KB,
    "requests": 12,
    "Document": 20 * KB,
    "Stylesheet": 20 * KB,
    "Script": 25 * KB,
    "Font": 24 * KB,
}
CLASS_C = {"all": 250 * KB}
PUBLIC = [
    "home",
    "search",
    "procedure",
    "track",
    "citizen sign-in",
    "staff sign-in",
    "help",
    "check a paper",
    "not there",
]
CITIZEN = [
    "start",
    "tasks",
    "question",
    "date",
    "address",
    "paper",
    "check",
    "filed",
    "mine",
    "my case",
    "tracked",
    "proof",
    "me",
    "notices",
    "notice settings",
]
STAFF = [
    "today",
    "day list",
    "work list",
    "opinions",
    "batches",
    "inbox",
    "find",
    "intake",
    "intake form",
    "copies",
    "copies waiting",
    "returns",
    "return",
    "parcels",
    "cash",
    "book",
    "report",
    "scan",
    "dossier",
    "correct",
    "desk notices",
]
LEADER = ["morning", "figure", "red list", "offices", "sign queue", "reminders", "scores"]
OPERATOR = [
    "health",
    "setup check",
    "ledger search",
    "calendars",
    "calendar",
    "redating",
    "units",
    "reorganisations",
    "rule sets",
    "rule set",
    "procedures",
    "procedure as data",
]
WEIGHED = ["home", "search", "procedure", "track", "start", "tasks", "question", "check", "filed", "tracked", "notices"]


@dataclass(frozen=True)
class Places:
    """The address of each screen, and the sessions that open them."""

    paths: dict[str, str]
    citizen: dict[str, Any]
    staff: Path
    address: str
    leader: Path
    operator: Path

    def state(self, screen: str) -> Any:
        if screen in LEADER or screen in OPERATOR:
            return self.leader if screen in LEADER else self.operator
        return self.staff if screen in STAFF else self.citizen if screen in CITIZEN else None


@pytest.fixture(scope="module")
def places(browser: Browser, province: Province, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A filed dossier and an unfinished draft of one citizen, and the screens around them."""
    context = browser.new_context(locale="vi-VN")
    person = Person(context.new_page(), Mouse(), province.address)
    number = steps.apply_for_birth(person, "cd-04", tmp_path_factory.mktemp("papers"))
    steps.track(person, number, steps.LAST_FOUR["cd-04"])
    proof = person.page.locator("a[href^='/so-cai/']").first.get_attribute("href")
    person.go("/nop/1.001193")
    draft = steps.begin(person)
    staff = steps.signed_in_state(browser, province, "tiepnhan")
    leader, operator = (steps.signed_in_state(browser, province, login) for login in ("lanhdao", "vanhanh"))
    paths = paths_of(number, draft, str(proof))
    yield Places(paths, dict(context.storage_state()), staff, province.address, leader, operator)
    context.close()


def paths_of(number: str, draft: str, proof: str) -> dict[str, str]:
    return {
        "home": "/",
        "search": "/thu-tuc?tim=dang+ky+khai+sinh",
        "procedure": "/thu-tuc/1.001193",
        "track": "/tra-cuu",
        "citizen sign-in": "/dang-nhap/cong-dan",
        "staff sign-in": "/dang-nhap",
        "help": "/tro-giup",
        "check a paper": "/kt",
        "not there": "/khong-co",
        "start": "/nop/1.001193",
        "tasks": draft,
        "question": f"{draft}/cau/child_name",
        "date": f"{draft}/cau/child_birth_date",
        "address": f"{draft}/cau/child_hometown",
        "paper": f"{draft}/giay-to/birth_evidence",
        "check": f"{draft}/kiem-tra",
        "filed": f"/ho-so/{number}/da-nop",
        "mine": "/ho-so",
        "my case": f"/ho-so/{number}",
        "tracked": f"/tra-cuu/{number}",
        "proof": proof,
        "me": "/tai-khoan",
        "notices": "/thong-bao",
        "notice settings": "/thong-bao/cai-dat",
        "desk notices": "/ban/thong-bao",
        "today": "/ban",
        "work list": "/ban/viec",
        "opinions": "/ban/y-kien",
        "batches": "/ban/hang-loat",
        "inbox": "/ban/hop-thu",
        "find": "/ban/tim",
        "intake": "/ban/tiep-nhan",
        "intake form": "/ban/tiep-nhan/2.000815",
        "day list": "/ban/hom-nay/tiep-nhan",
        "copies": "/ban/chung-thuc",
        "copies waiting": "/ban/chung-thuc/cho",
        "returns": "/ban/tra",
        "return": f"/ban/tra/{number}",
        "parcels": "/ban/tra/buu-chinh",
        "cash": "/ban/thu-tien",
        "book": "/ban/so-theo-doi",
        "report": "/ban/bao-cao",
        "scan": f"/ban/ho-so/{number}/quet",
        "dossier": f"/ban/ho-so/{number}",
        "correct": f"/ban/ho-so/{number}/sua",
        "morning": "/ban/sang-nay",
        "figure": "/ban/sang-nay/so/cho-ky",
        "red list": "/ban/danh-sach-do",
        "offices": "/ban/don-vi",
        "sign queue": "/ban/ky",
        "reminders": "/ban/nhac",
        "scores": "/ban/cham-diem",
        "health": "/quan-tri/he-thong",
        "setup check": "/quan-tri/kiem-tra",
        "ledger search": "/quan-tri/so-cai",
        "calendars": "/quan-tri/lich",
        "calendar": "/quan-tri/lich/standard?nhan=20/11/2026+09:15&so=3&don-vi=working_day",
        "redating": "/quan-tri/hen-tra",
        "units": "/quan-tri/don-vi?tim=xuan+huong",
        "reorganisations": "/quan-tri/sap-xep",
        "rule sets": "/quan-tri/quy-tac",
        "rule set": "/quan-tri/quy-tac/watchdog",
        "procedures": "/quan-tri/quy-trinh",
        "procedure as data": "/quan-tri/quy-trinh/1.001193",
    }


def opened(new_page: Callable[..., Page], places: Places, screen: str, **choices: Any) -> Page:
    page = new_page(storage_state=places.state(screen), **choices)
    page.goto(places.address + places.paths[screen])
    return page


def test_it_works(places: Places, new_page: Callable[..., Page]) -> None:
    page = opened(new_page, places, "my case")
    assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("screen", [*PUBLIC, *CITIZEN, *STAFF, *LEADER, *OPERATOR])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    places: Places, new_page: Callable[..., Page], screen: str
) -> None:
    page = opened(new_page, places, screen)
    axe_finds_nothing(page)
    nothing_scrolls_sideways(page)


@pytest.mark.parametrize("screen", WEIGHED)
def test_a_citizens_page_is_of_class_a(places: Places, new_page: Callable[..., Page], screen: str) -> None:
    weight = weighed(opened_empty(new_page, places, screen), places.address + places.paths[screen])
    assert {kind: weight[kind] for kind, most in CLASS_A.items() if weight.get(kind, 0) > most} == {}


@pytest.mark.parametrize("screen", LEADER)
def test_a_leaders_page_weighs_at_most_120_kb(places: Places, new_page: Callable[..., Page], screen: str) -> None:
    weight = weighed(opened_empty(new_page, places, screen), places.address + places.paths[screen])
    assert weight["all"] <= CLASS_A["all"]


@pytest.mark.parametrize("screen", [*STAFF, *OPERATOR])
def test_an_officials_page_is_of_class_c(places: Places, new_page: Callable[..., Page], screen: str) -> None:
    weight = weighed(opened_empty(new_page, places, screen), places.address + places.paths[screen])
    assert weight["all"] <= CLASS_C["all"]


def opened_empty(new_page: Callable[..., Page], places: Places, screen: str) -> Page:
    """A page of a browser that has never been here: nothing stands in its cache."""
    return new_page(storage_state=places.state(screen), width=360)


def weighed(page: Page, url: str) -> dict[str, int]:
    """Bytes on the wire by kind of resource, as the browser's own network log says."""
    kinds: dict[str, str] = {}
    weight = {"all": 0, "requests": 0}

    def sent(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]
        weight["requests"] += 1

    def finished(event: dict[str, Any]) -> None:
        kind, size = kinds[event["requestId"]], int(event["encodedDataLength"])
        weight[kind] = weight.get(kind, 0) + size
        weight["all"] += size

    log = page.context.new_cdp_session(page)
    log.on("Network.requestWillBeSent", sent)
    log.on("Network.loadingFinished", finished)
    log.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return weight
