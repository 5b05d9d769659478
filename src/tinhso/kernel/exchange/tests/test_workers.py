"""Workers as processes of their own: killed in the middle of a batch, and two at once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tinhso.base.ids import new_id
from tinhso.kernel.exchange.actions import NewMessage, deliver, queue_messages
from tinhso.kernel.exchange.models import Attempt, Outgoing
from tinhso.kernel.exchange.tests.paper_partner import AT, SYSTEM, Clock, a_partner, keys_got
from tinhso.kernel.ledger.actions import SubjectRef

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = Path(__file__).parent / "worker.py"
SOURCE = Path(__file__).parents[4]


def queue(many: int, keys: int = 40) -> None:
    subject = SubjectRef("tests.thing", new_id())
    messages = [
        NewMessage("thing.told", {"n": number}, f"H{number % keys}", f"{number % keys}:{number:06d}", subject)
        for number in range(many)
    ]
    for start in range(0, many, 500):
        queue_messages("giay", messages[start : start + 500], by=SYSTEM, at=AT)


def started(file: Path, pause: float) -> subprocess.Popen[str]:
    url = urlsplit(os.environ["TINHSO_DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"]).geturl()
    environ = {**os.environ, "TINHSO_DATABASE_URL": url, "PYTHONPATH": str(SOURCE), "TINHSO_DATA": str(settings.DATA)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, str(WORKER), str(file), str(pause)], env=environ, text=True, **pipes)


def begin(*workers: subprocess.Popen[str]) -> None:
    """All at once, when all are ready."""
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()


def ended(worker: subprocess.Popen[str]) -> int:
    """Its exit code."""
    worker.communicate(timeout=120)
    return worker.returncode


def lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def in_order(keys: list[str]) -> bool:
    """Whether the first sight of each message is in the order of its order key."""
    last: dict[str, str] = {}
    for key in dict.fromkeys(keys):
        order = key.partition(":")[0]
        if last.get(order, "") > key:
            return False
        last[order] = key
    return True


def test_a_worker_killed_in_a_batch_loses_nothing_and_the_next_goes_on(tmp_path: Path) -> None:
    a_partner()
    queue(400)
    file = tmp_path / "book"
    first, second = started(file, 0.004), started(file, 0)
    begin(first)
    end = time.monotonic() + 60
    while len(lines(file)) < 120:
        assert time.monotonic() < end
        time.sleep(0.005)
    first.send_signal(signal.SIGKILL)
    assert ended(first) == -signal.SIGKILL
    before = len(lines(file))
    noted = Outgoing.objects.filter(state="sent").count()
    assert noted < before < 400  # it died between sending and noting
    begin(second)
    assert ended(second) == 0
    got = lines(file)
    assert len(set(got)) == 400
    assert in_order(got)
    assert len(got) - 400 == before - noted  # what was not noted came once more, nothing else did
    assert Outgoing.objects.filter(state="sent").count() == 400
    assert Attempt.objects.count() == 400


def test_two_workers_at_once_double_nothing_and_keep_the_order(tmp_path: Path) -> None:
    a_partner()
    queue(600)
    file = tmp_path / "book"
    both = [started(file, 0.001) for _ in range(2)]
    begin(*both)
    assert [ended(worker) for worker in both] == [0, 0]
    got = lines(file)
    assert max(Counter(got).values()) == 1
    assert len(got) == 600
    assert in_order(got)


def test_thousands_drain_in_order() -> None:
    partner = a_partner()
    queue(3000, keys=300)
    # How quickly says bench/exchange.py.
    assert deliver(partner, clock=Clock(), rng=Random(1), seconds=60) == 3000
    keys = keys_got()
    assert len(keys) == len(set(keys)) == 3000
    assert in_order(keys)
