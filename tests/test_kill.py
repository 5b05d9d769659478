"""Programs are killed without warning while people write: whatever was answered is there afterwards, once."""

import random
import shutil
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import psutil
import psycopg
import pytest

from tests.journeys import province as provinces
from tests.journeys.province import Province, tinhso
from tinhso.site.installation import Installation

pytestmark = pytest.mark.slow
VICTIMS = ("postgres", "worker", "work", "web")
PAUSE = 1.2  # seconds between two kills: some writes in between


@pytest.fixture(scope="module")
def province() -> Iterator[Province]:
    """An installation of its own: what is killed here would fail the journeys."""
    base = provinces.open_folder()
    running = provinces.start(base)
    yield running
    provinces.stop(running)
    shutil.rmtree(base)


@dataclass
class Clerk:
    """Takes certified copies in at the counter, again and again, and sends again what was not answered."""

    province: Province
    taken: dict[str, str] = field(default_factory=dict)  # what the applicant is called → number of the dossier
    tries: int = 0
    is_done: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        with httpx.Client(base_url=self.province.address, timeout=5) as line:
            self.sign_in(line)
            while not self.is_done.is_set():
                self.take_in(line, f"Nguyễn Văn {letters()}")

    def sign_in(self, line: httpx.Client) -> None:
        facts = self.province.sign_ins["tiepnhan"]
        line.get("/dang-nhap")
        post(line, "/dang-nhap", {"login": "tiepnhan", "password": facts["password"]})
        answer = post(line, "/dang-nhap/ma", {"code": self.province.one_time_code("tiepnhan")})
        assert answer.status_code == 302

    def take_in(self, line: httpx.Client, name: str) -> None:
        """One dossier: the same key until there is an answer."""
        form = {"key": str(uuid.uuid4()), "applicant_name": name, "originals-count": "1"}
        form |= {"originals-0-title": "Bằng", "originals-0-pages": "1", "originals-0-copies": "1"}
        for _ in range(300):
            self.tries += 1
            try:
                answer = post(line, "/ban/tiep-nhan/2.000815", form)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if answer.status_code == 302:
                self.taken[name] = answer.headers["Location"].rpartition("/")[2]
                return
            assert answer.status_code >= 500, answer.text
            time.sleep(0.1)
        raise AssertionError("no answer for half a minute")


def letters() -> str:
    """A given name nobody else bears."""
    return "".join(random.choices("ABCDEGHIKLMNOPQRSTUVXY", k=12)).capitalize()


def post(line: httpx.Client, path: str, form: dict[str, str]) -> httpx.Response:
    token = line.cookies["csrftoken"]
    return line.post(
        path, data=form | {"csrfmiddlewaretoken": token}, headers={"Origin": str(line.base_url).rstrip("/")}
    )


def victim(province: Province, kind: str) -> psutil.Process:
    """A process of the installation: the database, the web server or one of its workers, the background work."""
    children = psutil.Process(province.pid).children()
    if kind == "postgres":
        return next(child for child in children if child.name() == "postgres")
    server = next(child for child in children if ("work" if kind == "work" else "web") in child.cmdline())
    return server.children()[0] if kind == "worker" and server.children() else server


def test_it_works(province: Province) -> None:
    assert {victim(province, kind).pid for kind in VICTIMS}


def test_what_was_answered_outlives_every_kill_once(province: Province) -> None:
    clerk = Clerk(province)
    thread = threading.Thread(target=clerk.work)
    thread.start()
    try:
        killed_in_turn(province, clerk)
    finally:
        clerk.is_done.set()
        thread.join(60)
    assert not thread.is_alive()
    assert clerk.tries > len(clerk.taken) >= 11
    with psycopg.connect(Installation(province.data).url("tinhso_owner")) as connection:
        rows = connection.execute(
            "SELECT p.full_name, c.number, (SELECT count(*) FROM ledger_entry e WHERE e.subject_id = c.id "
            "AND e.event = 'case.submitted') FROM cases_case c JOIN identity_person p ON p.id = c.applicant_id "
            "WHERE p.full_name = ANY(%s)",
            [list(clerk.taken)],
        ).fetchall()
    assert sorted(rows) == sorted((name, number, 1) for name, number in clerk.taken.items())
    verified = tinhso("ledger", "verify", TINHSO_DATA=str(province.data))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def killed_in_turn(province: Province, clerk: Clerk) -> None:
    wait_for(clerk, 3)
    for kind in VICTIMS:
        before = len(clerk.taken)
        victim(province, kind).send_signal(signal.SIGKILL)
        wait_for(clerk, before + 2)
        time.sleep(PAUSE)


def wait_for(clerk: Clerk, many: int) -> None:
    """Until so many dossiers were taken in."""
    end = time.monotonic() + 60
    while len(clerk.taken) < many:
        assert time.monotonic() < end, f"only {len(clerk.taken)} of {many} taken in"
        time.sleep(0.05)
