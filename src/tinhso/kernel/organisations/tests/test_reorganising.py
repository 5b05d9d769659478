"""A plan of reorganisation: what follows from its lines, what stands in its way, and doing it."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tinhso.base.actor import Actor, ActorKind, Grant, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, Stale
from tinhso.base.tables import Row
from tinhso.kernel.organisations import actions, queries
from tinhso.kernel.organisations.actions import LineFacts
from tinhso.kernel.organisations.actions.planning import COLUMNS, REORGANISE
from tinhso.kernel.organisations.jobs import execute_due
from tinhso.kernel.organisations.models import Reorganisation, ReorganisationState, Succession, Unit
from tinhso.kernel.organisations.queries.reorganising import heir_on, plan_of, taken_over_by, tree_on
from tinhso.kernel.organisations.rules.plan import END, FOUND, INTO, PlanLine, Standing, completed, ending, troubles

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
BY = system_actor("test")
WHO: dict[str, Any] = {"by": BY, "at": AT}
START, DAY = date(2025, 7, 1), date(2026, 11, 1)


def planner() -> Actor:
    return Actor(ActorKind.STAFF, account_id=new_id(), grants=frozenset([Grant(REORGANISE)]))


def unit(code: str, name: str, parent: UUID | None = None, kind: str = "commune", short: str = "") -> UUID:
    made = actions.found_unit(kind, name, on=START, parent_id=parent, short_name=short, **WHO)
    actions.add_code(made.id, "qd20", code, valid_from=START, **WHO)
    return made.id


@pytest.fixture
def communes() -> dict[str, UUID]:
    province = unit("H99", "Tỉnh Thử", kind="province")
    found = {code: unit(f"H99.{code}", f"Xã Số {code}", province) for code in ("1", "2", "3")}
    for code, unit_id in list(found.items()):
        found[f"{code}.1"] = unit(f"H99.{code}.1", f"Trung tâm xã Số {code}", unit_id, "office", "Trung tâm")
    return found


def planned(*lines: LineFacts, on: date = DAY) -> Reorganisation:
    plan = actions.draft_reorganisation("Sắp xếp thử", "Nghị quyết 1/NQ-HĐND", on=on, **WHO)
    actions.add_lines(plan, lines, **WHO)
    return plan


def done(plan: Reorganisation) -> Reorganisation:
    actions.approve_reorganisation(plan, **WHO)
    return actions.execute_reorganisation(plan, **WHO)


MERGER = (
    LineFacts("found", "H99.9", "H99", kind="commune", name="Xã Mới", form="xã"),
    LineFacts("into", "H99.1", "H99.9"),
    LineFacts("into", "H99.2", "H99.9"),
)


@pytest.mark.django_db
def test_it_works(communes: dict[str, UUID]) -> None:
    plan = done(planned(*MERGER))
    assert plan.state == ReorganisationState.DONE
    new = queries.unit_by_code("qd20", "H99.9")
    assert new is not None
    assert queries.unit_on(new, DAY).name == "Xã Mới"
    assert [part.name for part in queries.parts_of(new)] == ["Xã Số 1", "Xã Số 2"]
    office = queries.children_of(new, DAY)
    assert [(one.name, one.codes["qd20"]) for one in office] == [("Trung tâm xã Mới", "H99.9.1")]
    assert heir_on(communes["2.1"], DAY) == office[0].id
    assert heir_on(communes["2.1"], DAY - timedelta(days=1)) == communes["2.1"]
    assert taken_over_by(office[0].id) == {communes["1.1"], communes["2.1"]}


@pytest.mark.django_db
def test_the_day_before_everything_stood_under_its_old_name(communes: dict[str, UUID]) -> None:
    before = tree_on(DAY - timedelta(days=1))
    done(planned(*MERGER))
    assert tree_on(DAY - timedelta(days=1)) == before
    assert communes["1"] not in tree_on(DAY)
    assert queries.unit_near(communes["1"], DAY).name == "Xã Số 1"
    with pytest.raises(queries.UnitNotThere):
        queries.unit_on(communes["1"], DAY)


@pytest.mark.django_db
def test_a_unit_that_takes_in_another_keeps_its_own_offices_and_may_change_its_name(communes: dict[str, UUID]) -> None:
    done(planned(LineFacts("into", "H99.2", "H99.1"), LineFacts("rename", "H99.1", name="Xã Một Hai")))
    assert queries.unit_on(communes["1"], DAY).name == "Xã Một Hai"
    assert queries.unit_on(communes["1"], DAY - timedelta(days=1)).name == "Xã Số 1"
    assert heir_on(communes["2.1"], DAY) == communes["1.1"]


@pytest.mark.django_db
def test_a_split_unit_ends_with_one_heir_or_goes_on_with_none(communes: dict[str, UUID]) -> None:
    done(planned(LineFacts("into", "H99.3", "H99.1", is_partial=True)))
    assert communes["3"] in tree_on(DAY)
    later = DAY + timedelta(days=10)
    parts = [
        LineFacts("into", "H99.3", "H99.1", is_partial=True, is_heir=True),
        LineFacts("into", "H99.3", "H99.2", is_partial=True),
    ]
    done(planned(*parts, on=later))
    assert communes["3"] not in tree_on(later)
    assert heir_on(communes["3"], later) == communes["1"]
    assert Succession.objects.filter(predecessor_id=communes["3"]).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "chưa có việc nào"),
        ([LineFacts("into", "H99.1", "H99.2"), LineFacts("into", "H99.2", "H99.3")], "cũng chấm dứt"),
        ([LineFacts("into", "H99.1", "H99.1")], "chính nó"),
        ([LineFacts("into", "H99.1", "H99.2"), LineFacts("into", "H99.1", "H99.3")], "chỉ một đơn vị nhận"),
        ([LineFacts("into", "H99.1", "H99.2", is_heir=False)], "nơi nhận cũng nhận hồ sơ"),
        ([LineFacts("end", "H99.1")], "còn 1 đơn vị trực thuộc"),
        ([LineFacts("found", "H99.1", "H99", kind="commune", name="Xã Trùng")], "đã cấp cho đơn vị khác"),
        ([LineFacts("found", "h99 x", "H99", kind="commune", name="Xã Sai")], "không đúng cấu trúc"),
        ([LineFacts("found", "H99.8", "H99", kind="", name="")], "cần mã, tên và loại"),
        ([LineFacts("rename", "H99.1")], "Đổi tên cần tên mới"),
        ([LineFacts("into", "H99.1")], "Chưa ghi đơn vị nhận"),
    ],
)
def test_a_plan_with_troubles_is_not_approved(communes: dict[str, UUID], lines: list[LineFacts], said: str) -> None:
    plan = planned(*lines)
    assert any(said in one.text for one in plan_of(plan).troubles)
    with pytest.raises(actions.PlanHasTroubles):
        actions.approve_reorganisation(plan, **WHO)


@pytest.mark.django_db
def test_who_drafted_it_does_not_approve_it_and_nobody_without_the_right(communes: dict[str, UUID]) -> None:
    drafter = planner()
    plan = actions.draft_reorganisation("Thử", "NQ 1", on=DAY, by=drafter, at=AT)
    actions.add_lines(plan, MERGER, by=drafter, at=AT)
    with pytest.raises(actions.ApproveOwn):
        actions.approve_reorganisation(plan, by=drafter, at=AT)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.approve_reorganisation(plan, by=staff_actor([REORGANISE], communes["1"]), at=AT)
    actions.approve_reorganisation(plan, by=planner(), at=AT)


@pytest.mark.django_db
def test_an_approved_plan_is_no_longer_edited_and_the_second_of_two_editors_is_told(communes: dict[str, UUID]) -> None:
    plan = planned(*MERGER)
    seen_twice = Reorganisation.objects.get(pk=plan.pk)
    actions.add_lines(plan, [LineFacts("rename", "H99.3", name="Xã Ba")], **WHO)
    with pytest.raises(Stale):
        actions.add_lines(seen_twice, [LineFacts("rename", "H99.3", name="Xã Bốn")], **WHO)
    actions.approve_reorganisation(plan, **WHO)
    with pytest.raises(actions.NotDrafted):
        actions.remove_line(plan, plan.lines.all()[0].pk, **WHO)


@pytest.mark.django_db
def test_it_is_done_by_itself_when_its_day_has_come_and_says_why_when_it_cannot(communes: dict[str, UUID]) -> None:
    plan, later = planned(*MERGER), planned(LineFacts("rename", "H99.3", name="Xã Ba"), on=date(2999, 1, 1))
    for one in (plan, later):
        actions.approve_reorganisation(one, **WHO)
    actions.add_code(communes["3"], "qd20", "H99.9", valid_from=START, **WHO)  # somebody took the code meanwhile
    execute_due()
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.APPROVED
    assert "chỗ phải sửa" in plan.trouble
    actions.drop_reorganisation(plan, **WHO)
    again = planned(LineFacts("into", "H99.1", "H99.2"))
    actions.approve_reorganisation(again, **WHO)
    execute_due()
    again.refresh_from_db()
    later.refresh_from_db()
    assert (again.state, later.state) == (ReorganisationState.DONE, ReorganisationState.APPROVED)


@pytest.mark.django_db
def test_what_fails_half_way_leaves_nothing_half_done(
    communes: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, units = planned(*MERGER), Unit.objects.count()
    actions.approve_reorganisation(plan, **WHO)

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tinhso.kernel.organisations.actions.executing.abolish_unit", broken)
    with pytest.raises(RuntimeError):
        actions.execute_reorganisation(plan, **WHO)
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.APPROVED
    assert Unit.objects.count() == units
    assert not Succession.objects.filter(is_heir=True).exists()


@pytest.mark.django_db
def test_a_table_gives_the_same_lines_or_says_what_is_wrong_in_which_row(communes: dict[str, UUID]) -> None:
    rows = [
        Row(2, {"act": "found", "unit": "H99.9", "to": "H99", "kind": "commune", "name": "Xã Mới", "form": "xã"}),
        Row(3, {"act": "into", "unit": "H99.1", "to": "H99.9"}),
        Row(4, {"act": "into", "unit": "H99.2", "to": "H99.9"}),
    ]
    lines, remarks = actions.lines_from(rows)
    assert (tuple(lines), remarks) == (MERGER, [])
    wrong = [Row(2, {"act": "into", "unit": "H99.77", "to": "H99.9"}), Row(3, {"act": "xóa", "unit": "H99.1"})]
    assert actions.lines_from(wrong)[0] == []
    assert {one.place for one in actions.lines_from(wrong)[1]} == {3}
    assert {one.place for one in actions.lines_from(wrong[:1])[1]} == {2}
    assert [column.code for column in COLUMNS][:3] == ["act", "unit", "to"]


def test_whatever_the_plan_every_office_of_a_unit_that_ends_has_one_heir_that_stands() -> None:
    """Random forests of units and plans: what the rules find no trouble in leaves nothing without an owner."""
    rng = Random(7)
    sound = 0
    for _ in range(400):
        tree, lines = _random_plan(rng)
        whole = completed(lines, tree)
        if troubles(whole, tree):
            continue
        sound += 1
        gone, keys = ending(whole), {line.key for line in whole if line.act == FOUND}
        heirs = {line.unit: line.to for line in whole if line.act == INTO and line.is_heir}
        assert gone == set(heirs) | {line.unit for line in whole if line.act == END}
        for heir in heirs.values():
            assert heir in keys or (heir in tree and heir not in gone)
        for one in tree.values():
            assert one.id in gone or one.parent_id not in gone
    assert sound > 100


def _random_plan(rng: Random) -> tuple[dict[UUID, Standing], list[PlanLine]]:
    tree: dict[UUID, Standing] = {}
    communes = [new_id() for _ in range(rng.randint(2, 6))]
    for order, unit_id in enumerate(communes):
        tree[unit_id] = Standing(unit_id, "commune", f"Xã {order}", f"{order}", f"H1.{order}", None)
        for number in range(rng.randint(0, 3)):
            office = new_id()
            short = rng.choice(["Trung tâm", "Phòng", f"Ban {number}"])
            code = f"H1.{order}.{number + 1}"
            tree[office] = Standing(office, "office", f"{short} Xã {order}", short, code, unit_id)
    lines = [PlanLine(FOUND, key=f"H2.{n}", kind="commune", name=f"Xã Mới {n}") for n in range(rng.randint(0, 2))]
    targets: list[UUID | str] = [*communes, *(line.key for line in lines)]
    for unit_id in rng.sample(communes, rng.randint(1, len(communes) - 1)):
        if rng.random() < 0.1:
            lines.append(PlanLine(END, unit=unit_id))
        else:
            lines.append(PlanLine(INTO, unit=unit_id, to=rng.choice(targets), is_heir=True))
    return tree, lines
