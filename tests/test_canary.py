"""Numbers that belong to nobody go through filing, desk, search and tracking: they may appear where they must, only."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any
from unittest.mock import patch

import pytest
import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from PIL import Image

from tests.world import World, a_draft, sample_world, session_of
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.models import Account

pytestmark = pytest.mark.django_db
NUMBER, MOTHER, VISITOR = "099188424242", "099188535353", "099185646464"
PHONE, TYPED_PHONE = "0912737373", "0912848484"
CANARIES = (NUMBER, MOTHER, VISITOR, PHONE, TYPED_PHONE)
HOME = {"province": "Tỉnh Lâm Đồng", "commune": "Phường Xuân Hương - Đà Lạt", "detail": "Tổ 4"}
BORN = {"day": "02", "month": "11", "year": "2026"}
ANSWERS: dict[str, Any] = {
    "child_name": "Nguyễn Chim Yến",
    "child_birth_date": BORN,
    "child_sex": "female",
    "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Trạm y tế",
    "child_hometown": HOME,
    "has_mother": "yes",
    "mother_name": "Nguyễn Thị Lan",
    "mother_birth_date": {"day": "14", "month": "03", "year": "1988"},
    "mother_number": MOTHER,
    "mother_ethnicity": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_residence": HOME,
    "has_father": "no",
    "applicant_relation": "mother",
    "applicant_phone": TYPED_PHONE,
}


@dataclass
class Walked:
    """What a walk left: answers of the product, and what it said meanwhile."""

    answers: list[Any] = field(default_factory=list)
    said: str = ""

    def visit(self, client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
        client.raise_request_exception = False
        answer = client.get(path) if data is None else client.post(path, data)
        if answer.streaming:
            b"".join(answer.streaming_content)
        self.answers.append(answer)
        return answer


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that the product's own log writes, line by line as on a server, down to the debug lines."""
    formatter = next(handler.formatter for handler in logging.root.handlers if is_products_own(handler))
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(formatter)
    level = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield handler.stream
    logging.root.setLevel(level)
    logging.root.removeHandler(handler)


def is_products_own(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)


@pytest.fixture
def walked(world: World, log: StringIO) -> Walked:
    walk = Walked()
    case = filed(walk, world)
    at_the_desk(walk, world, case)
    at_the_counter(walk, world)
    tracked(walk, case)
    in_error(walk, world)
    walk.said = log.getvalue()
    return walk


def filed(walk: Walked, world: World) -> Case:
    """The citizen answers every question, uploads and submits."""
    claims = CitizenClaims(issuer="x", subject=NUMBER, full_name="Nguyễn Thị Lan", number=NUMBER, phone=PHONE)
    account = identity.sign_in_citizen(claims, method="test", at=now())
    client = browser(account)
    draft = a_draft(account, world.case.receipt_unit_id, now())
    for name, value in ANSWERS.items():
        page = walk.visit(client, f"/khai/{draft.pk}/cau/{name}")
        mark = re.search(r'name="mark" value="(\w+)"', page.content.decode())
        assert mark, name
        parts = {f"{name}-{part}": text for part, text in value.items()} if isinstance(value, dict) else {name: value}
        assert walk.visit(client, f"/khai/{draft.pk}/cau/{name}", {"mark": mark[1], **parts}).status_code == 302, name
    walk.visit(client, f"/khai/{draft.pk}/giay-to/birth_evidence", {"file": scan()})
    walk.visit(client, f"/khai/{draft.pk}/kiem-tra")
    done = walk.visit(client, f"/khai/{draft.pk}/kiem-tra", {"declare": "1"})
    assert done.status_code == 302, done.content.decode()
    for path in ("/ho-so", "/tai-khoan", done.url):
        walk.visit(client, path)
    return Case.objects.get(applicant_id=account.person_id)


def browser(account: Account) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    return client


def scan() -> BytesIO:
    """A phone's photo of a paper."""
    file = BytesIO()
    Image.effect_noise((200, 300), 30).save(file, "JPEG")
    file.seek(0)
    file.name = "giay.jpg"
    return file


def at_the_desk(walk: Walked, world: World, case: Case) -> None:
    """The dossier is found by what belongs to the person, opened, accepted and handed over."""
    client = world.client("receiver")
    for text in (NUMBER, PHONE, NUMBER[:-1] + "9", case.number):
        walk.visit(client, "/ban/tim", {"tim": text})
    page = walk.visit(client, f"/ban/ho-so/{case.number}")
    assert page.status_code == 200
    for act in ("tiep-nhan", "chuyen"):
        version = str(Case.objects.get(pk=case.pk).version)
        assert walk.visit(client, f"/ban/ho-so/{case.number}/{act}", {"version": version}).status_code == 302
    for path in ("/ban", "/ban/viec", f"/ban/ho-so/{case.number}/sua"):
        walk.visit(client, path)
    walk.visit(client, f"/ca-nhan/{case.applicant_id}/so-dinh-danh", {"reason": f"đối chiếu {NUMBER} với bản giấy"})


def at_the_counter(walk: Walked, world: World) -> None:
    """A visitor without an account: once with a wrong number, once rightly."""
    client = world.client("receiver")
    form = {
        "key": "01890000-0000-7000-8000-00000000cafe",
        "applicant_name": "Trần Văn Khách",
        "applicant_number": VISITOR,
        "applicant_phone": TYPED_PHONE,
        "originals-count": "1",
        "originals-0-title": "Bằng",
        "originals-0-pages": "1",
        "originals-0-copies": "1",
    }
    assert walk.visit(client, "/ban/tiep-nhan/2.000815", form | {"applicant_number": VISITOR + "7"}).status_code == 422
    assert walk.visit(client, "/ban/tiep-nhan/2.000815", form).status_code == 302


def tracked(walk: Walked, case: Case) -> None:
    """Right digits, wrong digits, the whole number where four digits are asked, a number for a dossier's."""
    client = Client()
    for number, digits in ((case.number, NUMBER[-4:]), (case.number, "0000"), (case.number, NUMBER), (NUMBER, "1234")):
        walk.visit(client, "/tra-cuu", {"ma": number, "so": digits})
    assert walk.visit(client, f"/tra-cuu/{case.number}").status_code == 200


def in_error(walk: Walked, world: World) -> None:
    """Numbers where they do not belong, and a crash that has one in its hands."""
    client = world.client("receiver")
    for path in (f"/tra-cuu/{NUMBER}", f"/ban/ho-so/{NUMBER}", f"/kt/{NUMBER}", f"/thu-tuc?tim={NUMBER}"):
        walk.visit(client, path)
    walk.visit(client, "/dang-nhap", {"login": NUMBER, "password": PHONE})
    with patch("tinhso.modules.citizens.one_stop.desk.today.cases_found", side_effect=ValueError(f"bad {NUMBER}")):
        assert walk.visit(client, "/ban/tim", {"tim": NUMBER}).status_code == 500


def test_it_works(walked: Walked) -> None:
    assert len(walked.answers) > 60
    assert walked.said.count("\n") > 60  # the log was listened to
    assert "ValueError" in walked.said
    assert any(NUMBER in answer.content.decode(errors="ignore") for answer in walked.answers if not answer.streaming)


def test_no_log_names_anybody(walked: Walked) -> None:
    assert [canary for canary in CANARIES if canary in walked.said] == []


def test_no_address_names_anybody(walked: Walked) -> None:
    """Neither where people are sent nor what a page links to; what was typed into an address comes back in none."""
    leaks = []
    for answer in walked.answers:
        html = "" if answer.streaming else answer.content.decode(errors="ignore")
        links = [answer.headers.get("Location", ""), *re.findall(r'(?:href|action|src)="([^"]*)"', html)]
        own = answer.wsgi_request.get_full_path()
        leaks += [link for link in links for canary in CANARIES if canary in link and canary not in own]
    assert leaks == []


def test_no_entry_of_the_ledger_names_anybody(walked: Walked) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_entry::text FROM ledger_entry")
        entries = [row[0] for row in cursor.fetchall()]
    assert len(entries) > 50
    assert [entry for entry in entries for canary in CANARIES if canary in entry] == []


def test_no_table_holds_a_number_or_a_phone_in_clear(walked: Walked) -> None:
    """Every column of every table as text and, where it is bytes, as bytes; sessions decoded as well."""
    leaks, rows = [], 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608
            for (row,) in cursor.fetchall():
                rows += 1
                leaks += [f"{table}: {canary}" for canary in CANARIES if canary in row or as_bytes(canary) in row]
    for session in Session.objects.all():
        leaks += [f"session: {canary}" for canary in CANARIES if canary in json.dumps(session.get_decoded())]
    assert rows > 1000
    assert leaks == []


def as_bytes(text: str) -> str:
    """As PostgreSQL writes bytes out."""
    return text.encode().hex()
