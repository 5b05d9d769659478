"""The sample ward is merged with its neighbour today: everybody goes on working, nothing promised changes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.world import OFFICIALS, World, sample_world, undone
from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import pause_case, resume_case
from tinhso.kernel.cases.models import Case, Charge, State
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.documents.queries.reading import label_of
from tinhso.kernel.identity.models import Account, Delegation, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations import actions
from tinhso.kernel.organisations.actions import LineFacts
from tinhso.kernel.organisations.models import Post, Reorganisation, ReorganisationState
from tinhso.kernel.organisations.queries import unit_by_code, unit_on
from tinhso.kernel.organisations.queries.reorganising import plan_of
from tinhso.modules.citizens.one_stop.queries.offices import commune_of
from tinhso.modules.citizens.one_stop.sample.walk import lead_to
from tinhso.modules.citizens.payments.queries.cash import till_of
from tinhso.modules.citizens.service_centre.models import Centre

BY = system_actor("test")
NEW = "H36.990"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(province: World) -> Iterator[World]:
    with undone():
        yield province


def actor(login: str) -> Actor:
    return actor_of_account(Account.objects.select_related("person").get(login=OFFICIALS[login]), now())


def ward_of(world: World) -> UUID:
    ward = commune_of(world.case.receipt_unit_id, local_day(now()))
    assert ward is not None
    return ward.id


def merger(world: World, *, on: date | None = None) -> Reorganisation:
    """The ward of the sample and its neighbour become one new ward; drafted and approved, not done."""
    day = on or local_day(now())
    ward = unit_on(ward_of(world), day - timedelta(days=1)).codes["qd20"]
    plan = actions.draft_reorganisation("Nhập hai phường", "Nghị quyết 12/NQ-HĐND", on=day, by=BY, at=now())
    lines = [
        LineFacts("found", NEW, "H36", kind="commune", name="Phường Liên Thành", form="phường"),
        LineFacts("into", ward, NEW),
        LineFacts("into", neighbour(ward), NEW),
    ]  # fmt: skip
    actions.add_lines(plan, lines, by=BY, at=now())
    return actions.approve_reorganisation(plan, by=BY, at=now())


def neighbour(ward: str) -> str:
    """Another staffed commune of the sample."""
    codes = [unit_on(one, local_day(now())).codes["qd20"] for one in staffed_communes()]
    return next(code for code in codes if code != ward)


def staffed_communes() -> list[UUID]:
    day = local_day(now())
    found = [commune_of(unit, day) for unit in Seat.objects.values_list("unit_id", flat=True).distinct()]
    return sorted({one.id for one in found if one is not None})


def execute(plan: Reorganisation) -> Reorganisation:
    return actions.execute_reorganisation(plan, by=BY, at=now())


def clocks() -> dict[str, tuple[Any, ...]]:
    rows = Case.objects.order_by("id").values_list(
        "number", "state", "step", "due_at", "promise", "step_due_at", "received_at", "finished_at", "moved_at"
    )
    return {number: tuple(rest) for number, *rest in rows}


def seen_by(login: str) -> set[str]:
    return set(visible_cases(actor(login)).values_list("number", flat=True))


def test_it_works(world: World) -> None:
    before, officials = clocks(), ["receiver", "handler", "signer", "clerk", "supervisor"]
    seen = {login: seen_by(login) for login in officials}
    plan = execute(merger(world))
    assert plan.state == ReorganisationState.DONE
    assert plan.moved["cases.open"] >= 10
    assert plan.moved["identity.seat"] > 5
    assert clocks() == before
    new = unit_by_code("qd20", NEW)
    for login in officials:
        assert seen_by(login) >= seen[login] != set()
        mine = commune_of(actor(login).unit_id or UUID(int=0), local_day(now()))
        assert mine is not None
        assert mine.id == new
    gone = {ward_of_former(case) for case in Case.objects.exclude(former_competent_unit=None)}
    assert Case.objects.filter(state__in=OPEN, competent_unit__in=gone).count() == 0


def ward_of_former(case: Case) -> UUID:
    assert case.former_competent_unit_id is not None
    return case.former_competent_unit_id


def test_every_dossier_opens_for_the_officials_and_says_where_it_came_from(world: World) -> None:
    numbers = {
        str(State(state)): list(
            visible_cases(actor("handler")).filter(state=state).values_list("number", flat=True)[:3]
        )
        for state in State
    }
    case_before = Case.objects.get(pk=world.case.pk)
    execute(merger(world))
    client = world.client("handler")
    opened = 0
    for found in numbers.values():
        for number in found:
            answer = client.get(f"/ban/ho-so/{number}")
            assert answer.status_code == 200, number
            opened += 1
    assert opened >= 10
    for page in ("/ban", "/ban/viec?giu=moi-nguoi", "/ban/bao-cao"):
        assert client.get(page).status_code == 200, page
    receiver = world.client("receiver")
    old_desk, today = case_before.receipt_unit_id, local_day(now())
    asked = f"/ban/so-theo-doi?don-vi={old_desk}&tu={(today - timedelta(days=60)).isoformat()}&den={today.isoformat()}"
    assert world.case.number in receiver.get(asked).content.decode()
    assert receiver.get(f"{asked}&dang=pdf").content[:4] == b"%PDF"
    for page in ("/ban", "/ban/tiep-nhan", "/ban/tra", "/ban/hop-thu", "/ban/thu-tien", "/ban/quy"):
        assert receiver.get(page).status_code == 200, page
    case = Case.objects.get(pk=world.case.pk)
    assert entries_of(case).filter(event="case.continued").count() == 1
    followed = world.client("citizen").get(f"/ho-so/{case.number}")
    assert followed.status_code == 200
    assert "Cơ quan khác tiếp tục giải quyết sau sắp xếp" in followed.content.decode()


def test_open_dossiers_are_led_to_their_end_by_the_new_ward(world: World) -> None:
    chosen = [
        visible_cases(actor("handler")).filter(state=state, step=step).order_by("due_at").first()
        for state, step in (
            (State.NEW, "receive"),
            (State.IN_PROGRESS, "process"),
            (State.IN_PROGRESS, "sign"),
            (State.IN_PROGRESS, "issue"),
            (State.RESULT_READY, "return"),
        )
    ]
    found = [case for case in chosen if case is not None]
    assert len(found) >= 4
    execute(merger(world))
    for case in found:
        again = Case.objects.select_related("definition", "applicant", "submission").get(pk=case.pk)
        lead_to(again, State.RETURNED, now)
        result = again.results.get().document
        assert result.status == DocumentStatus.ISSUED


def test_a_pause_begun_before_ends_with_the_due_moment_it_would_have_had(world: World) -> None:
    running = visible_cases(actor("handler")).filter(state=State.IN_PROGRESS, due_at__isnull=False)
    case, start = running.order_by("-due_at")[0], now()
    with undone():
        untouched = paused_and_resumed(case, start, lambda: None)
    moved = paused_and_resumed(case, start, lambda: execute(merger(world)))
    assert untouched.competent_unit_id != moved.competent_unit_id
    assert (moved.due_at, moved.promise) == (untouched.due_at, untouched.promise)
    assert moved.due_at is not None


def paused_and_resumed(case: Case, start: datetime, between: Callable[[], object]) -> Case:
    pause_case(Case.objects.get(pk=case.pk), reason="consultation", ground="hỏi ý kiến", by=BY, at=start)
    between()
    again = Case.objects.get(pk=case.pk)
    resume_case(again, by=BY, at=start + timedelta(days=3))
    return again


def test_what_was_issued_keeps_the_name_and_number_it_had(world: World) -> None:
    ward = unit_on(ward_of(world), local_day(now()))
    issued = list(Document.objects.filter(unit_id=ward.id, status=DocumentStatus.ISSUED)[:5])
    assert issued
    told = [(label_of(document), document.sealed_sha256) for document in issued]
    assert all(label.issuer == ward.authority_name for label, _sha in told)
    execute(merger(world))
    again = [Document.objects.get(pk=document.pk) for document in issued]
    assert [(label_of(document), document.sealed_sha256) for document in again] == told
    page = world.client("anonymous").get(f"/kt/{issued[0].token}")
    assert page.status_code == 200
    assert ward.authority_name in page.content.decode()


def held_by(who: Actor) -> list[str]:
    return list(Seat.objects.get(pk=who.seat_id).roles)


def test_counters_delegations_and_drawers_go_on(world: World) -> None:
    today, receiver, supervisor = local_day(now()), actor("receiver"), actor("supervisor")
    lent = Delegation.objects.create(
        from_seat_id=supervisor.seat_id, to_seat_id=receiver.seat_id, roles=held_by(supervisor),
        valid_from=today - timedelta(days=3), valid_to=today + timedelta(days=30), decision="QĐ 1",
    )  # fmt: skip
    later = Seat.objects.create(
        person_id=receiver.person_id, post=Post.objects.create(unit_id=receiver.unit_id, title="Mới", valid_from=today),
        unit_id=receiver.unit_id, roles=[], valid_from=today + timedelta(days=9),
    )  # fmt: skip
    taken = Charge.objects.filter(amount__gt=0)[:1].get()
    Charge.objects.filter(pk=taken.pk).update(method="cash", paid_at=now(), collected_by=receiver.seat_id)
    drawer = till_of(receiver.seat_id, today).expected
    centre = Centre.objects.create(unit_id=receiver.unit_id, kiosk_token="khoa-cua-may", opened_at=now())
    held = Seat.objects.filter(valid_to=None).count()
    execute(merger(world))
    assert Seat.objects.filter(valid_to=None).count() == held
    again = actor("receiver")
    assert again.seat_id != receiver.seat_id
    assert till_of(again.seat_id, today).expected == drawer > 0
    follows = Delegation.objects.get(to_seat_id=again.seat_id)
    assert follows.from_seat.follows_id == supervisor.seat_id
    assert (follows.valid_from, follows.valid_to, follows.roles) == (today, lent.valid_to, lent.roles)
    later.refresh_from_db()
    assert later.unit_id == again.unit_id
    centre.refresh_from_db()
    assert centre.unit_id == again.unit_id
    assert world.client("anonymous").get(f"/lay-so/{centre.kiosk_token}").status_code == 200


def test_a_unit_with_dossiers_is_not_dissolved_without_an_heir(world: World) -> None:
    day = local_day(now())
    plan = actions.draft_reorganisation("Giải thể", "NQ 1", on=day, by=BY, at=now())
    code = unit_on(ward_of(world), day).codes["qd20"]
    actions.add_lines(plan, [LineFacts("end", code)], by=BY, at=now())
    told = [one.text for one in plan_of(plan).troubles]
    assert any("hồ sơ chưa trả kết quả" in text for text in told)
    assert any("vị trí công tác" in text for text in told)
    with pytest.raises(actions.PlanHasTroubles):
        actions.approve_reorganisation(plan, by=BY, at=now())


def test_the_dry_run_lists_everything_and_another_person_approves_on_the_screen(world: World) -> None:
    operator, leader = world.client("operator"), world.client("leader")
    day, ward = local_day(now()), unit_on(ward_of(world), local_day(now())).codes["qd20"]
    sent = {"title": "Nhập phường", "decision": "NQ 12", "on-day": day.day, "on-month": day.month, "on-year": day.year}
    answer = operator.post(reverse("organisations:reorganisations"), sent)
    assert answer.status_code == 302
    page = answer["Location"]
    plan = Reorganisation.objects.get()
    first = {"act": "into", "unit": ward, "to": neighbour(ward), "version": plan.version}
    assert operator.post(f"{page}/them", first | {"unit": "H36.00"}).status_code == 422
    assert operator.post(f"{page}/them", first).status_code == 302
    shown = operator.get(page).content.decode()
    assert "Hồ sơ chưa trả kết quả" in shown
    assert "(theo đơn vị cấp trên)" in shown
    listed = operator.get(f"{page}/giu/cases.open")
    assert world.case.number in listed.content.decode() or listed.context["page"].paginator.num_pages > 1
    book = operator.get(f"{page}/giu/cases.open?tep=xlsx")
    assert book.content[:2] == b"PK"
    plan.refresh_from_db()
    assert operator.post(f"{page}/duyet", {"version": plan.version}).status_code == 403
    assert world.client("handler").get(page).status_code in (403, 404)
    plan.refresh_from_db()
    assert leader.post(f"{page}/duyet", {"version": plan.version}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.APPROVED
    execute(plan)
    assert "đã thực hiện" in leader.get(page).content.decode()
    assert operator.get(reverse("organisations:reorganisations")).status_code == 200
