"""Random people do every act of the room on random dossiers, in every branch of the law, again and again.

After each act: what was refused changed nothing; what was accepted is a step of the law's table, by somebody with the
right, with one ledger entry, one version more and a clock that can be computed again from its parts. At the end every
dossier still open is led to a result in the applicant's hand, and the ledger verifies.
"""

import inspect
from collections import Counter
from copy import copy
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.calendar.actions import remove_exception, set_exception
from tinhso.kernel.calendar.models import Calendar
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.batches import run_batch
from tinhso.kernel.cases.models import Batch, Case, Channel, RowState, State
from tinhso.kernel.cases.tests.acts import ACTS, Act, Try, holds
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, World
from tinhso.kernel.cases.tests.crowd import gather
from tinhso.kernel.cases.tests.soundness import TABLE, assert_sound, rows_of
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.ledger import jobs
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries.audit import audited_tables

ENDS = ("decline_case", "stop_case", "withdraw_case")
AGAIN = ["propose_supplement", "allow_supplement", "allow_supplement", "refuse_supplement"]
MANY = ("open_case", "start_batch", "undo_batch")
NOT_ON_ONE_DOSSIER = {
    "publish_definition", "end_definition", "withdraw_definition", "take_over_case", "note_wrong_digits", "end_pause",
    "extension_preview", "take_on_file", "paper_in",
}  # fmt: skip
LEAST, MOST, LIVE = 500, 3000, 8
BULK = ("assign", "hand_over", "note", "redate")


def fresh(case: Case) -> Case:
    return Case.objects.select_related("definition", "submission").get(pk=case.pk)


class Walk:
    def __init__(self, world: World, seed: int) -> None:
        self.world, self.crowd, self.rng = world, gather(world), Random(seed)
        self.at = AT
        self.accepted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.states: set[tuple[int, int]] = set()
        self.seen: dict[Any, Case] = {}
        self.cases = [self.opened() for _ in range(LIVE)]
        self.batches: list[Batch] = []
        self.last = ""

    def opened(self) -> Case:
        """A new dossier, by a clerk or by the applicant, now and then without its map; strangers are refused."""
        form, rng = self.world.form, self.rng
        submission = submit_answers(form, {"name": "Nguyễn Thị Mẫu"}, by=SYSTEM, at=self.at)
        definition = rng.choice(self.crowd.definitions)
        variant = rng.choice(definition.body["variants"])["code"]
        by = rng.choice(self.crowd.people)
        online = by.is_citizen
        may_open = by.person_id == self.world.applicant.pk if online else by.may("cases.receive", self.world.desk)
        papers = [] if rng.random() < 0.2 else [actions.PaperIn("map", "Bản đồ", pages=3)]
        before = Entry.objects.count(), Case.objects.count()
        try:
            case = actions.open_case(
                definition, variant, submission, parties=actions.Parties(applicant_id=self.world.applicant.pk),
                offices=actions.Offices(self.world.desk, self.world.office), title="Việc thử", papers=papers,
                channel=Channel.ONLINE if online else Channel.COUNTER, by=by, at=self.at,
            )  # fmt: skip
        except Refused:
            assert not may_open
            assert (Entry.objects.count(), Case.objects.count()) == before
            self.refused["open_case"] += 1
            return self.opened()
        assert may_open
        assert (Entry.objects.count(), Case.objects.count()) == (before[0] + 1, before[1] + 1)
        self.accepted["open_case"] += 1
        return fresh(case)

    def step(self) -> None:
        self.at += timedelta(minutes=self.rng.randint(0, 60))
        chance, case = self.rng.random(), fresh(self.rng.choice(self.cases))
        if chance < 0.02:
            self.change_calendar()
        elif chance < 0.07:
            self.many_at_once()
        elif chance < 0.2:
            self.attempt(*self.next_act(case))
        else:
            name = self.rng.choice(self.fitting(case) if chance < 0.9 else [*ACTS])
            self.attempt(name, case, self.someone(ACTS[name], case))

    def fitting(self, case: Case) -> list[str]:
        """What may be done in its state by the table; most of all what nobody did yet, least the ends."""
        names = [name for name, act in ACTS.items() if not act.leads or act.leads & TABLE[case.state]]
        new = [
            name
            for name in names
            if any((case.state, lead) not in self.states for lead in ACTS[name].leads & TABLE[case.state])
        ]
        twice = [name for name in names if name not in ENDS]
        return names + twice + (AGAIN if case.supplements.exists() else []) + ["finish_step", "send_back"] + 5 * new

    def someone(self, act: Act, case: Case) -> Actor:
        """Mostly somebody who may; else anybody."""
        if self.rng.random() < 0.25:
            return self.rng.choice(self.crowd.people)
        return next((by for by in self.shuffled() if act.entitled(case, by)), self.crowd.people[0])

    def shuffled(self) -> list[Actor]:
        return self.rng.sample(list(self.crowd.people), len(self.crowd.people))

    def attempt(self, name: str, case: Case, by: Actor) -> None:
        """Tries an act and checks everything that must hold afterwards."""
        act, before, rows, entitled = ACTS[name], copy(case), rows_of(case), ACTS[name].entitled(case, by)
        # Now and then somebody still has the page of before open.
        known = copy(self.seen.get(case.pk, case)) if self.rng.random() < 0.05 else case
        self.seen[case.pk] = before
        try:
            done = act.run(Try(known, by, self.at, self.rng, self.crowd))
        except Refused as refusal:
            self.last = f"{name}: {refusal}"
            assert rows_of(case) == rows, name
            self.refused[name] += 1
            return
        if done is False:
            return
        after = fresh(case)
        assert entitled, (name, by.name)
        assert rows_of(case)[1] == rows[1] + 1, name
        assert after.version == before.version + act.grows, name
        assert after.state in (act.leads or {before.state}), (name, before.state, after.state)
        self.check(before, after, name)
        self.accepted[name] += 1

    def check(self, before: Case, after: Case, name: str) -> None:
        assert before.state in TABLE, f"{name} on a dossier that had ended"
        assert after.state == before.state or after.state in TABLE[before.state], (name, before.state, after.state)
        self.states.add((before.state, after.state))
        assert_sound(after, name)
        if after.state not in TABLE:
            self.cases = [case for case in self.cases if case.pk != after.pk] + [self.opened()]

    def change_calendar(self) -> None:
        """A day off more, or one fewer: nobody's promise moves by itself."""
        calendar, before = Calendar.objects.get(code="standard"), list(Case.objects.order_by("pk").values("due_at"))
        day = self.at.date() + timedelta(days=self.rng.randint(1, 12))
        try:
            set_exception(calendar, day, "off", decision="99/QĐ", is_verified=True, by=SYSTEM, at=self.at)
        except Refused:
            remove_exception(calendar, day, ground="thôi", by=SYSTEM, at=self.at)
        assert list(Case.objects.order_by("pk").values("due_at")) == before

    def many_at_once(self) -> None:
        """A bulk act on a few dossiers: one entry for the batch and one for each row that was done."""
        act = self.rng.choice(BULK)
        chosen = [fresh(case) for case in self.rng.sample(self.cases, self.rng.randint(0, 6))]
        versions = [(case, case.version - (self.rng.random() < 0.1)) for case in chosen]
        seat = self.rng.choice(self.crowd.seats)
        params = {"assign": {"seat_id": str(seat)}, "note": {"note": "x"}, "redate": {"ground": "x"}}.get(act, {})
        by, rows = self.rng.choice(self.crowd.people), {case.pk: rows_of(case) for case in chosen}
        written = Entry.objects.count()
        try:
            batch = actions.start_batch(act, versions, params, key=str(self.at), by=by, at=self.at)
        except Refused:
            assert Entry.objects.count() == written
            self.refused["start_batch"] += 1
            return
        assert run_batch(batch, at=self.at, most=50)
        done = self.compare(batch, RowState.DONE, rows)
        assert Entry.objects.count() == written + 1 + done
        self.accepted["start_batch"] += 1
        self.accepted[f"batch:{act}"] += done
        self.batches.append(batch)
        if self.rng.random() < 0.6:
            self.take_back_many()

    def take_back_many(self) -> None:
        batch = self.rng.choice([self.batches[-1], *self.batches[-2:]])
        batch.refresh_from_db()
        owner = next(person for person in self.crowd.people if person.account_id == batch.account_id)
        by, written = owner if self.rng.random() < 0.75 else self.rng.choice(self.crowd.people), Entry.objects.count()
        rows = {row.case_id: rows_of(row.case) for row in batch.rows.select_related("case")}
        try:
            actions.undo_batch(batch, by=by, at=self.at)
        except Refused:
            assert Entry.objects.count() == written
            self.refused["undo_batch"] += 1
            return
        assert by is owner
        assert run_batch(Batch.objects.get(pk=batch.pk), at=self.at, most=50)
        undone = self.compare(batch, RowState.UNDONE, rows)
        assert Entry.objects.count() == written + 1 + undone
        self.accepted["undo_batch"] += 1

    def compare(self, batch: Batch, wanted: str, before: dict[Any, Any]) -> int:
        done = 0
        for row in batch.rows.select_related("case__definition"):
            if row.state == wanted:
                done += 1
                assert_sound(row.case, batch.act)
            else:
                assert rows_of(row.case) == before[row.case_id]
        return done

    def left(self) -> list[Any]:
        """What nobody did yet: acts accepted and refused, steps of the table, acts on many."""
        acts = sorted(acts_of_the_room())
        left: list[Any] = [f"accepted: {name}" for name in acts if not self.accepted[name]]
        left += [f"refused: {name}" for name in acts if not self.refused[name]]
        left += [f"many: {act}" for act in BULK if not self.accepted[f"batch:{act}"]]
        return left + [(one, other) for one, more in TABLE.items() for other in more if (one, other) not in self.states]

    def lead_to_the_end(self, case: Case) -> None:
        """Whoever holds it does what the law wants next, until the result is in the applicant's hand."""
        for _ in range(80):
            case, self.at = fresh(case), self.at + timedelta(minutes=5)
            if case.state == State.RETURNED:
                return
            self.attempt(*self.next_act(case))
        raise AssertionError(f"a dead end: {case.state} at {case.step}, held by {case.step_seat_id}, {self.last}")

    def next_act(self, case: Case) -> tuple[str, Case, Actor]:
        people = self.crowd.people
        holder = next((by for by in people if holds(case, by)), None)
        clerk, owner = people[0], self.world.citizen
        if case.state == State.SUPPLEMENT:
            return "take_supplement", case, owner
        if holder is None:  # given to somebody who may not: their head gives it on
            return "assign_case", case, next(by for by in people if by.may("cases.assign", case.step_unit_id))
        if case.pauses.filter(until_at=None).exists():
            return "resume_case", case, holder
        if case.state == State.NEW:
            return ("accept_case" if case.papers.filter(code="map").exists() else "add_paper"), case, holder
        if case.step == "return":
            owes = case.charges.filter(paid_at=None).exists()
            return ("collect_charge", case, clerk) if owes else ("return_result", case, holder)
        if case.step == "receive":
            return "hand_over", case, holder
        return ("attach_result" if case.step in ("issue", "residence-issue") else "finish_step"), case, holder


@pytest.fixture
def walk(world: World) -> Walk:
    return Walk(world, seed=3)


@pytest.mark.django_db(transaction=True)
def test_it_works(walk: Walk) -> None:
    for step in range(MOST):
        if step > LEAST and not walk.left():
            break
        walk.step()
    for case in list(walk.cases):
        walk.lead_to_the_end(case)
    assert walk.left() == []
    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert_ledger_verifies()


def test_every_act_of_the_room_is_walked() -> None:
    assert set(ACTS) | set(MANY) == acts_of_the_room()


def acts_of_the_room() -> set[str]:
    """Every act somebody can do on a dossier: a new one without a walk fails here."""
    names = (name for name in actions.__all__ if inspect.isfunction(getattr(actions, name)))
    return set(names) - NOT_ON_ONE_DOSSIER


def assert_ledger_verifies() -> None:
    """Sealed to the last entry, and nothing in the tables differs from what was sealed."""
    while jobs.seal(at=now()):
        pass
    audit = audited_tables()
    assert audit.findings == []
