"""Every door of the product, tried by everybody: who gets in, who is sent away, and what nobody ever sees."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from tests.world import World, sample_world, undone
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case, Paper
from tinhso.kernel.documents.models import Document
from tinhso.kernel.files.models import FileReference
from tinhso.kernel.identity.queries import actor_of_account, number_of
from tinhso.kernel.ledger.queries.entries import entries_of
from tinhso.modules.citizens.one_stop.actions.results import sign_result
from tinhso.modules.citizens.one_stop.desk import changing
from tinhso.shell.audience import audience_of
from tinhso.site.checks import FRAMEWORK_VIEWS, routes

pytestmark = pytest.mark.django_db
ALL = list(routes())
WHO = [
    "anonymous", "citizen", "receiver", "handler", "signer", "clerk", "supervisor", "administrator", "operator",
    "leader", "stranger",
]  # fmt: skip
STAFF = WHO[2:]
# What of an address says which dossier it leads to: the other's is tried only at doors that name one of these.
OF_A_DOSSIER = {"number", "document_id", "reference_id", "entry_id", "token", "person_id", "unit_id"}
# What stands for <kind:name> of a route; a route with another name fails until it is said here what to try.
NAMES = {
    "number", "draft_id", "document_id", "reference_id", "entry_id", "token", "code", "pointer", "paper", "person_id",
    "account_id", "consent_id", "seat_id", "delegation_id", "notice_id", "kind", "language", "channel", "mail",
    "figure", "slug", "reminder_id", "order", "unit_id", "batch_id", "client_id", "endpoint_id", "message_id",
    "opinion_id", "job_id", "list_id", "note_id", "sheet", "driver_code", "import_id", "payment_id", "refund_id",
    "difference_id", "closing_id", "reference", "form", "stored_id", "plan_id", "quarter",
    "design_id", "path", "version",
}  # fmt: skip
# The acts on a dossier, each with the rights of which one is needed; HOLDER: the right of the step it is at.
HOLDER = "holder"
ACTS = {
    "act_accept": {"cases.receive"},
    "act_letter": {"cases.read"},
    "act_letter_issue": {"documents.issue"},
    "act_decline": {"cases.receive"},
    "act_supplement": {"cases.receive", "cases.process"},
    "act_allow_again": {"cases.allow_again"},
    "act_refuse_again": {"cases.allow_again"},
    "act_extend": {"cases.extend"},
    "act_take": {"cases.assign", HOLDER},
    "act_note": set(),  # moves nothing
    "act_look_up": set(),  # moves nothing
    "act_opinion": {"cases.assign", HOLDER},
    "act_take_supplement": {"cases.receive", HOLDER},
    "act_hand_over": {"cases.receive"},
    "act_assign": {"cases.assign", HOLDER},
    "act_pause": {HOLDER},
    "act_resume": {HOLDER},
    "act_draft": {"cases.process"},
    "act_submit": {"cases.process"},
    "act_sign": {"documents.sign"},
    "act_send_back": {HOLDER},
    "act_issue": {"cases.issue"},
    "act_return": {"cases.return"},
    "act_collect": {"cases.collect"},
    "act_withdraw": {"cases.receive"},
    "act_stop": {HOLDER},
    "act_add_paper": {"cases.receive", "cases.correct", HOLDER},
}
NO_TOKEN_NEEDED = {
    "login",
    "service",
    "token",
    "introspect",
    "webhook_receive",
    "webhook_know",
    "webhook_play",
    "sms_receipt",
    "sms_messages",
    "payment_callback",
    "platform_order",
    "platform_cancel",
    "platform_state",
    "platform_list",
    "national_portal_login",
    "national_portal_service",
    "population_service",
}  # machines, which carry no cookie; besides all of the API


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


def _named(entry: URLPattern) -> set[str]:
    return set(entry.pattern.converters)


def path_of(route: str, facts: dict[str, str]) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: facts[found[1]], route)


def facts_of(world: World, case: Case) -> dict[str, str]:
    """What to write into the addresses so that they lead to this dossier and what hangs on it."""
    paper = Paper.objects.filter(case=case).exclude(file_reference=None)[0]
    document = Document.objects.filter(subject_id=case.pk).order_by("id")[0]
    officer = world.accounts["handler"]
    nothing = "01890000-0000-7000-8000-000000000000"
    return {
        "number": case.number,
        "draft_id": str(world.draft.pk),
        "document_id": str(document.pk),
        "reference_id": str(paper.file_reference_id),
        "entry_id": str(entries_of(case)[0].id),
        "token": document.token,
        "code": "1.001193",
        "pointer": "child_name",
        "paper": "birth_evidence",
        "person_id": str(case.applicant_id),
        "account_id": str(officer.pk),
        "seat_id": str(actor_of_account(officer, world.at).seat_id),
        "client_id": nothing,
        "endpoint_id": nothing,
        "message_id": nothing,
        "opinion_id": nothing,
        "job_id": nothing,
        "payment_id": nothing,
        "refund_id": nothing,
        "difference_id": nothing,
        "closing_id": nothing,
        "reference": "khong-co",
        "stored_id": nothing,
        "plan_id": nothing,
        "design_id": nothing,
        "path": "giay-to",
        "version": "1",
        "quarter": "2026-4",
        "form": "csv",
        "consent_id": nothing,
        "delegation_id": nothing,
        "figure": "qua-han",
        "slug": "tiep-nhan",
        "reminder_id": nothing,
        "order": "1",
        "unit_id": str(case.competent_unit_id),
        "driver_code": "khong-co",
        "list_id": nothing,
        "import_id": nothing,
        "sheet": "a5",
        "note_id": nothing,
        "batch_id": nothing,
        "notice_id": nothing,
        "kind": "one_stop.accepted",
        "language": "vi",
        "channel": "in_app",
        "mail": "khong-co",
    }


def knock(client: Client, method: str, path: str, data: dict[str, str] | None = None) -> HttpResponse:
    """The answer, read to its end; a crash inside is a 500. What the visit changed is taken back by the caller."""
    client.raise_request_exception = False
    answer = client.get(path) if method == "GET" else client.post(path, data or {})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return cast(HttpResponse, answer)


@dataclass(frozen=True)
class Visit:
    """One knock at one door."""

    route: str
    name: str
    audience: str
    method: str
    status: int
    headers: dict[str, str]


Walk = Callable[[str, Case], list[Visit]]


@pytest.fixture(scope="module")
def visits(world: World) -> Walk:
    """Every route, by GET and by POST, as one person, with addresses that lead to one dossier. Walked once."""
    walked: dict[tuple[str, str], list[Visit]] = {}

    def walk(who: str, case: Case) -> list[Visit]:
        if (who, case.number) not in walked:
            walked[who, case.number] = list(_walk(world, who, case))
        return walked[who, case.number]

    return walk


def _walk(world: World, who: str, case: Case) -> Iterator[Visit]:
    facts = facts_of(world, case)
    data = {"version": str(case.version), "ground": "Căn cứ thử", "reason": "Lý do thử"}
    for route, entry in ALL:
        if case == world.other_case and not _named(entry) & OF_A_DOSSIER:
            continue
        declared = audience_of(entry.callback)
        for method in ("GET", "POST"):
            with undone():
                answer = knock(world.client(who), method, path_of(route, facts), data)
            code = declared.code if declared else "public"
            yield Visit(route, entry.name or "", code, method, answer.status_code, dict(answer.headers))


def test_it_works(world: World) -> None:
    assert world.client("receiver").get(f"/ban/ho-so/{world.case.number}").status_code == 200
    assert world.client("citizen").get(f"/ho-so/{world.case.number}").status_code == 200


def test_every_route_says_whom_it_is_for_and_can_be_tried() -> None:
    undeclared = [
        route
        for route, entry in ALL
        if audience_of(entry.callback) is None
        and not getattr(entry.callback, "__module__", "").startswith(FRAMEWORK_VIEWS)
    ]
    assert undeclared == []
    assert {name for _, entry in ALL for name in _named(entry)} - NAMES == set()
    assert {entry.name for _, entry in ALL if (entry.name or "").startswith("act_")} == set(ACTS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_nobody_passes_a_door_that_is_not_theirs(world: World, visits: Walk, who: str, whose: str) -> None:
    account = world.accounts.get(who)
    rights = {grant.right for grant in actor_of_account(account, world.at).grants} if account else set()
    inside = rights | {"public"} | {"citizen"} & {who} | ({"staff"} if who in STAFF else set())
    wrong = [
        (visit.method, visit.route, visit.status)
        for visit in visits(who, world.case if whose == "own" else world.other_case)
        # 405: the method is refused before anybody is asked who they are.
        if visit.status >= 500 or (visit.audience not in inside and visit.status not in (302, 401, 403, 404, 405))
    ]
    assert wrong == []


@pytest.mark.parametrize("who", [who for who in WHO if who != "leader"])  # who reads the whole province
def test_what_hangs_on_anothers_dossier_is_not_there(world: World, visits: Walk, who: str) -> None:
    """The land office's dossier for the ward's people, the ward's for the stranger and for who is nobody."""
    wrong = [
        (visit.method, visit.route, visit.status)
        for visit in visits(who, world.case if who in ("stranger", "anonymous") else world.other_case)
        if any(f":{one}>" in visit.route for one in ("number", "document_id", "reference_id"))
        and visit.status not in (401, 403, 404, 405)
        and not (visit.status == 302 and (who == "anonymous" or visit.name == "tracked"))  # to sign in, to the digits
    ]
    assert wrong == []


@pytest.mark.parametrize("who", STAFF)
def test_an_act_changes_a_dossier_only_for_who_holds_its_right(
    world: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hundreds of refusals: the page that tells of one is drawn in the tests of the dossier, not here each time.
    monkeypatch.setattr(changing, "show_dossier", lambda request, number, error: HttpResponse(status=error.status))
    actor = actor_of_account(world.accounts[who], world.at)
    rights, changed = {grant.right for grant in actor.grants}, []
    for case in one_of_each_step(world):
        for act in sorted(ACTS):
            with undone():
                route = next(route for route, entry in ALL if entry.name == act)
                charge = case.charges.first()
                data = {"version": str(case.version), "ground": "Căn cứ", "charge": str(charge.pk) if charge else ""}
                knock(world.client(who), "POST", path_of(route, {"number": case.number}), data)
                if Case.objects.get(pk=case.pk).version != case.version:
                    changed.append(act)
                    needed = ACTS[act] - {HOLDER} | ({case.step_right} if HOLDER in ACTS[act] else set())
                    assert rights & needed, f"{who} did {act} on a case in state {case.state}"
    assert (changed != []) == (who not in ("administrator", "operator", "stranger"))


def one_of_each_step(world: World) -> list[Case]:
    """A birth at each step and state of the sample, one of them signed so that the clerk has something to issue."""
    cases = Case.objects.filter(receipt_unit_id=world.case.receipt_unit_id, definition__code="1.001193")
    found = {(case.state, case.step): case for case in cases.order_by("number")}
    waiting = next(case for case in found.values() if case.step == "sign")
    signer = actor_of_account(world.accounts["signer"], world.at)
    sign_result(waiting, by=signer, at=now())
    return [Case.objects.get(pk=case.pk) for case in found.values()]


def test_nobody_reads_what_belongs_to_others(world: World) -> None:
    """Every dossier, paper, document and draft against an oracle that knows no SQL."""
    leaks, read = [], 0
    for who in ("anonymous", *world.accounts):
        client = world.client(who)
        for case, address in addresses(world, is_staff=who in STAFF):
            answer = knock(client, "GET", address)
            read += answer.status_code == 200
            if (answer.status_code == 200) != may_read(world, who, case):
                leaks.append((who, address, answer.status_code))
    assert leaks == [], "\n".join(map(str, leaks))
    assert read > 50


def addresses(world: World, *, is_staff: bool) -> Iterator[tuple[Case, str]]:
    for case in Case.objects.all():
        yield case, f"/ban/ho-so/{case.number}" if is_staff else f"/ho-so/{case.number}"
        for paper in Paper.objects.filter(case=case).exclude(file_reference=None):
            yield case, f"/tep/{paper.file_reference_id}"
        for document in Document.objects.filter(subject_id=case.pk).exclude(sealed_at=None):
            yield case, f"/van-ban/{document.pk}.pdf"


def may_read(world: World, who: str, case: Case) -> bool:
    if who == "anonymous":
        return False
    account = world.accounts[who]
    actor = actor_of_account(account, world.at)
    if actor.is_citizen:
        return account.person_id in (case.applicant_id, case.owner_id)
    near = (None, case.receipt_unit_id, case.competent_unit_id, case.step_unit_id, case.assistance_unit_id)  # None: all
    return any(grant.right == "cases.read" and grant.unit_id in near for grant in actor.grants)


def test_a_draft_is_its_writers_alone(world: World) -> None:
    pages = [path_of(route, facts_of(world, world.case)) for route, _ in ALL if route.startswith("khai/")]
    assert len(pages) >= 5
    for who in ("anonymous", *world.accounts):
        client = world.client(who)
        statuses = {client.get(page).status_code for page in pages}
        assert statuses == {200} if who == "citizen" else 200 not in statuses, who
    holder = FileReference.objects.exclude(holder_id=world.draft.pk).first()
    posted = world.client("citizen").post(pages[2], {"drop": str(holder.pk if holder else "")})
    assert posted.status_code == 302
    assert holder is None or FileReference.objects.filter(pk=holder.pk).exists()


@pytest.mark.parametrize("who", ["citizen", "other citizen", *STAFF])
def test_whatever_a_list_names_can_be_opened_by_who_reads_the_list(world: World, who: str) -> None:
    client, one_by_one = world.client(who), "/ban/ho-so/" if who in STAFF else "/ho-so/"
    named: set[str] = set()
    if who in STAFF:
        for page in ("/ban", "/ban/viec", "/ban/viec?qua-han=1", "/ban/viec?trang-thai=1"):
            named |= numbers_on(client.get(page))
        for case in Case.objects.select_related("applicant"):
            for text in (case.number, case.applicant.full_name):
                named |= numbers_on(client.post("/ban/tim", {"tim": text}))
    else:
        named |= numbers_on(client.get("/ho-so"))
    assert [number for number in named if client.get(one_by_one + number).status_code != 200] == []
    assert bool(named) == (who not in ("administrator", "operator"))  # they keep the system, not the dossiers


def numbers_on(answer: Any) -> set[str]:
    """The dossiers an answer leads to (not what was typed into its search field)."""
    assert answer.status_code == 200
    return set(re.findall(r'href="(?:/ban)?/ho-so/(H[\w.-]+)"', answer.content.decode()))


@pytest.mark.parametrize("who", ["anonymous", "citizen", "receiver"])
def test_every_answer_carries_the_headers_that_keep_it_safe(world: World, visits: Walk, who: str) -> None:
    wrong = [visit for visit in visits(who, world.case) if not is_safe(visit)]
    assert wrong == []


def is_safe(visit: Visit) -> bool:
    """Papers may stand in a frame of this very site, and a PDF's own viewer brings styles of its own."""
    is_file = visit.route.startswith("tep/") or visit.headers.get("Content-Type") == "application/pdf"
    policy = visit.headers.get("Content-Security-Policy", "")
    return (
        ("default-src 'none'" in policy or "default-src 'self'" in policy)
        and ("frame-ancestors 'none'" in policy or (is_file and "frame-ancestors 'self'" in policy))
        and "unsafe-eval" not in policy
        and (is_file or "unsafe-inline" not in policy)
        and visit.headers.get("X-Content-Type-Options") == "nosniff"
        and visit.headers.get("Referrer-Policy") == "same-origin"
        and visit.headers.get("X-Frame-Options") in (("SAMEORIGIN", "DENY") if is_file else ("DENY",))
        and "X-Request-Id" in visit.headers
    )


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(world: World) -> None:
    client = Client()
    client.get("/tra-cuu")
    digits = number_of(world.case.applicant)[-4:]
    assert client.post("/tra-cuu", {"ma": world.case.number, "so": digits}).status_code == 302
    set_there = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert set_there <= set(client.cookies)
    assert all(client.cookies[name]["httponly"] and client.cookies[name]["samesite"] == "Lax" for name in set_there)
    assert settings.PUBLIC_URL.startswith("http://") != settings.SESSION_COOKIE_SECURE


def test_only_machines_may_post_without_a_token(world: World) -> None:
    exempt = {
        entry.name for route, entry in ALL if getattr(entry.callback, "csrf_exempt", False) and route[:4] != "api/"
    }
    assert exempt <= NO_TOKEN_NEEDED
    strict = world.client("receiver", enforce_csrf_checks=True)
    answer = strict.post(f"/ban/ho-so/{world.case.number}/tiep-nhan", {"version": str(world.case.version)})
    assert answer.status_code == 403
    assert Case.objects.get(pk=world.case.pk).version == world.case.version
