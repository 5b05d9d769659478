"""Papers of the desk made by acts that no screen followed: through the API, in bulk, at another program's counter."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from tests.api.callers import COPIES, Caller
from tests.api.conftest import CallerOf
from tests.world import World
from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.kernel.cases.actions import decline_case
from tinhso.kernel.cases.actions.batches import run_batch, start_batch
from tinhso.kernel.cases.kinds import BulkAct, bulk_acts, register_bulk
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.queries import documents_of
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.reactions import calls_for_letter, make_letters_of
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import synthetic

pytestmark = pytest.mark.django_db
MISSING = {"about": "paper:original", "what": "Bản chính bị rách", "basis": ""}


def filed(desk: Caller) -> str:
    answer = desk.post("/dossiers", COPIES)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["number"])


def done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def kinds(number: str) -> list[str]:
    return sorted(documents_of(Case.objects.get(number=number)).values_list("kind", flat=True))


@pytest.fixture
def refusing_in_bulk() -> Iterator[BulkAct]:
    """Declining many at once."""

    def run(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        decline_case(case, ground="Không thuộc thẩm quyền", by=by, at=at)

    act = register_bulk(BulkAct("test_decline", "Không tiếp nhận", "cases.receive", run, lambda case, params, by: None))
    yield act
    bulk_acts.drop(act.code)


def make_papers_of(number: str) -> int:
    """What the job does with the entries of a dossier; the feed itself shows only what was committed."""
    entries = entries_of(Case.objects.get(number=number))
    return sum(make_letters_of(entry, at=now()) for entry in entries if calls_for_letter(entry))


def test_it_works(caller: CallerOf) -> None:
    """Declined through the API: form 03 is there with the answer."""
    desk = caller("receiver")
    number = filed(desk)
    done(desk.act(number, "decline", {"ground": "Không thuộc thẩm quyền"}))
    assert kinds(number) == ["refusal"]
    (letter,) = documents_of(Case.objects.get(number=number))
    assert letter.sealed_at is not None
    assert letter.signatures.exists()


def test_a_request_for_more_through_the_api_makes_form_02(caller: CallerOf) -> None:
    desk = caller("receiver")
    number = filed(desk)
    done(desk.act(number, "request-supplement", {"items": [MISSING]}))
    assert kinds(number) == ["supplement_request"]


def test_an_extension_and_a_stop_through_the_api_make_forms_04_and_05(caller: CallerOf) -> None:
    desk, handler, signer = caller("receiver"), caller("handler"), caller("signer")
    ApiClient.objects.filter(pk=signer.client_id).update(scopes=["dossiers.read", "dossiers.process"])
    number = filed(desk)
    done(desk.act(number, "accept", {}))
    done(desk.act(number, "hand-over", {}))
    done(signer.sign_in().act(number, "extend", {"days": 2, "ground": "Chờ xác minh"}))
    assert kinds(number) == ["apology", "receipt"]
    done(handler.act(number, "stop", {"ground": "Người nộp đề nghị"}))
    assert kinds(number) == ["apology", "receipt", "stop_notice"]


def test_a_dossier_taken_in_by_another_programs_counter_has_its_receipt_within_a_turn(caller: CallerOf) -> None:
    """The answer waits for no printing (the hot path of a counter); the paper follows by itself, once."""
    body = {name: value for name, value in COPIES.items() if name != "channel"}
    number = done(caller("receiver").post("/dossiers/at-counter", body))["number"]
    assert kinds(number) == []
    assert make_papers_of(number) == 1
    assert kinds(number) == ["receipt"]
    assert make_papers_of(number) == 0


def test_a_receipt_that_is_asked_for_before_the_job_came_is_made_at_once_and_once(caller: CallerOf) -> None:
    desk = caller("receiver")
    number = done(desk.post("/dossiers/at-counter", {k: v for k, v in COPIES.items() if k != "channel"}))["number"]
    first, second = (desk.get(f"/dossiers/{number}/receipt") for _ in range(2))
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
    assert kinds(number) == ["receipt"]
    assert make_papers_of(number) == 0
    assert desk.get(f"/dossiers/{filed(desk)}/receipt").status_code == 404  # not accepted: nothing to give
    assert caller("handler").get(f"/dossiers/{number}/receipt").status_code in (403, 404)


def test_acts_in_bulk_make_the_papers_of_each_dossier(
    caller: CallerOf, world: World, refusing_in_bulk: BulkAct
) -> None:
    desk = caller("receiver")
    cases = [Case.objects.get(number=filed(desk)) for _ in range(3)]
    by = actor_of_account(world.accounts["receiver"], world.at)
    batch = start_batch(
        refusing_in_bulk.code, [(case, case.version) for case in cases], {}, key="k", by=by, at=world.at
    )
    assert run_batch(batch, at=world.at, most=10)
    assert [make_papers_of(case.number) for case in cases] == [1, 1, 1]
    assert [kinds(case.number) for case in cases] == [["refusal"]] * 3


def test_the_sample_prints_its_own_papers(world: World, db: None) -> None:
    """Nobody acted: a month of sample dossiers is not printed at start."""
    numbers = Case.objects.filter(is_sample=True).values_list("number", flat=True)
    assert sum(make_papers_of(number) for number in numbers) == 0


def test_a_charge_follows_the_corrected_answer_and_what_was_paid_stays(caller: CallerOf) -> None:
    desk = caller("receiver")
    ApiClient.objects.filter(pk=desk.client_id).update(scopes=["dossiers.read", "dossiers.receive", "dossiers.process"])
    who = synthetic(Random(3))
    extract = ANSWERS["2.000635"](who, date(2026, 11, 23), Random(3)) | {"copies": 2}
    sent = {
        "procedure": "2.000635",
        "applicant": {"full_name": who.full_name, "number": who.number},
        "answers": extract,
    }
    number = done(desk.sign_in().post("/dossiers/at-counter", sent))["number"]
    assert owed(number) == [(2, 16_000, False)]

    def correct(copies: int) -> None:
        body = {"answers": extract | {"copies": copies}, "reason": "Người nộp xin thêm bản"}
        done(desk.act(number, "correct", body))

    correct(3)
    assert owed(number) == [(3, 24_000, False)]
    charge = Case.objects.get(number=number).charges.get()
    done(desk.act(number, "collect", {"charge": str(charge.pk)}))
    correct(5)
    assert owed(number) == [(2, 16_000, False), (3, 24_000, True)]
    correct(1)
    assert owed(number) == [(3, 24_000, True)]
    entry = entries_of(Case.objects.get(number=number)).filter(event="case.corrected").last()
    assert entry is not None
    assert '"recounted":["' in entry.payload


def owed(number: str) -> list[tuple[int, int, bool]]:
    charges = Case.objects.get(number=number).charges.order_by("quantity")
    return [(charge.quantity, charge.amount, charge.paid_at is not None) for charge in charges]
