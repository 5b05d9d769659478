"""What several measurements stand on: the sample province's offices, many cases as rows, a server, sessions.

Cases are loaded as rows (reading only); what is written is written through the product.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

import psycopg
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import local_day, now
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Account, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.identity.queries.actors import opened_session
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.sample.people import Office, staff_offices

BY = system_actor("bench")
# Rights by step, where they lie, and how many of a thousand open cases wait there.
_LOAD = """
INSERT INTO cases_case (
    id, number, definition_id, variant, title, channel, state, step, step_right, step_unit_id, applicant_id, owner_id,
    receipt_unit_id, competent_unit_id, submission_id, submitted_at, received_at, due_at, finished_at, returned_at,
    result_method, note, rule_versions, former_system, moved_at, is_sample, version
)
SELECT gen_random_uuid(), 'B-' || n, %(definition)s, 'standard', 'Chứng thực bản sao từ bản chính', 1 + n %% 2,
    CASE WHEN is_open THEN CASE WHEN n %% 5 = 4 THEN 9 ELSE 4 END ELSE 10 END,
    step, CASE WHEN is_open THEN held ELSE '' END, CASE WHEN held = 'cases.return' THEN desk ELSE commune END,
    %(person)s, %(person)s, desk, commune, %(submission)s, at, at, at + (n %% 400) * interval '1 hour',
    CASE WHEN n %% 5 = 4 OR NOT is_open THEN at END, CASE WHEN is_open THEN NULL ELSE at END,
    'counter', '', '{}', '', at, true, 1
FROM (
    SELECT n, n %% 5 < 2 OR n %% 10 = 4 AS is_open, %(at)s::timestamptz - (n %% 9000) * interval '1 minute' AS at,
        (%(desks)s::uuid[])[1 + n %% %(places)s] AS desk, (%(communes)s::uuid[])[1 + n %% %(places)s] AS commune,
        (ARRAY['process', 'process', 'sign', 'issue', 'return'])[1 + (n / 7) %% 5] AS step,
        (ARRAY['cases.process', 'cases.process', 'documents.sign', 'cases.issue', 'cases.return'])[1 + (n / 7) %% 5]
            AS held
    FROM generate_series(1, %(count)s) AS n
) AS made
"""


def offices() -> list[Office]:
    """The sample province with its staffed offices."""
    at = now()
    set_up_province(by=BY, at=at)
    return staff_offices(on=local_day(at), by=BY, at=at)[0]


def load_cases(count: int) -> None:
    """So many cases, four in ten of them open, spread evenly over every commune of the province."""
    at = now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_definition WHERE code = '2.000815'")
        definition = cursor.fetchone()[0]
        cursor.execute(
            "SELECT u.id, coalesce(o.unit_id, u.id) FROM organisations_unit u LEFT JOIN organisations_unitversion o "
            "ON o.parent_id = u.id AND o.name LIKE 'Trung tâm Phục vụ%%' WHERE u.kind = 'commune' "
            "AND u.abolished_on IS NULL",
            [],
        )
        communes, desks = zip(*cursor.fetchall(), strict=True)
        values = {
            "definition": definition, "person": _person(at), "submission": _submission(at), "at": at, "count": count,
            "places": len(communes), "communes": list(communes), "desks": list(desks),
        }  # fmt: skip
        cursor.execute(_LOAD, values)
    with psycopg.connect(os.environ["TINHSO_DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE cases_case")


def _person(at: datetime) -> UUID:
    person = create_person("Nguyễn Thị Đo", number="000195000124", source="sample", is_sample=True, by=BY, at=at)
    return person.pk


def _submission(at: datetime) -> UUID:
    form = form_in_force("certified_copies", local_day(at))
    originals = [{"title": "Bằng", "issuer": "Trường", "pages": 2, "copies": 3}]
    answers = {"applicant_name": "Nguyễn Thị Đo", "originals": originals}
    return submit_answers(form, answers, by=BY, at=at).pk


def actor(login: str) -> Actor:
    return actor_of_account(Account.objects.select_related("person").get(login=login), now())


def session(login: str) -> str:
    """The key of a session just opened for a sample account."""
    account = Account.objects.select_related("person").get(login=login)
    store = SessionStore()
    store.update(opened_session(actor_of_account(account, now()), account, now()))
    store.create()
    return str(store.session_key)


def seat(login: str) -> Seat:
    return Seat.objects.get(pk=actor(login).seat_id)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(*command: str, port: int, **environ: str) -> Iterator[str]:
    """A server of the product (or a peer) on a port, stopped at the end; gives its address."""
    with TemporaryFile() as said:
        process = _quiet(said, *command, **environ)
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}"
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read()[-4000:].decode(errors="replace"))
            raise
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Asked to end; killed when the work at hand takes long, which nothing of the product minds."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _quiet(said: IO[bytes], *command: str, **environ: str) -> "subprocess.Popen[bytes]":
    """A process whose words go into that file, to be shown when it ends by itself."""
    environ = {**os.environ, **environ}
    return subprocess.Popen([sys.executable, "-m", *command], env=environ, stdout=said, stderr=subprocess.STDOUT)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


@contextmanager
def working() -> Iterator[None]:
    """The ``work`` process beside: sealing, exchange, notices, everything switched on."""
    with TemporaryFile() as said:
        process = _quiet(said, "tinhso", "work")
        try:
            yield
        finally:
            _end(process)
