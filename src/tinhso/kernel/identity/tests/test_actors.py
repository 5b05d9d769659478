"""Seats, roles and delegation: which rights an account has, where and until when."""

from datetime import date, timedelta

import pytest

from tinhso.base.actor import ANONYMOUS, ActorKind, Grant, staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.actions.seats import PeriodWrong, RolesNotHeld, RolesUnknown
from tinhso.kernel.identity.models import Account, AccountKind
from tinhso.kernel.identity.tests.people import AT, SYSTEM, TODAY, a_post
from tinhso.kernel.organisations.models import Unit

pytestmark = pytest.mark.django_db


def a_clerk(login="hoa", post=None, roles=("tests.clerk",), since=date(2026, 1, 1)):
    person = actions.create_person("Đặng Thị Hòa", source="staff", by=SYSTEM, at=AT)
    account = Account.objects.create(kind=AccountKind.STAFF, login=login, person=person)
    seat = actions.assign_seat(person, post or a_post(), roles, valid_from=since, by=SYSTEM, at=AT)
    return account, seat


def test_it_works():
    account, seat = a_clerk()
    actor = queries.actor_of_account(account, AT)
    assert (actor.kind, actor.seat_id, actor.unit_id) == (ActorKind.STAFF, seat.id, seat.unit_id)
    assert actor.may("tests.stamp", seat.unit_id)
    assert not actor.may("tests.stamp", Unit.objects.create(kind="commune").id)


def test_a_role_that_counts_everywhere_gives_the_right_in_every_unit():
    account, _ = a_clerk(roles=["tests.inspector"])
    assert queries.actor_of_account(account, AT).has_everywhere("tests.stamp")


def test_a_seat_counts_from_its_first_day_until_before_its_last():
    account, seat = a_clerk(since=TODAY)
    actions.end_seat(seat, valid_to=TODAY + timedelta(days=1), by=SYSTEM, at=AT)
    for days, counts in ((-1, False), (0, True), (1, False)):
        assert queries.actor_of_account(account, AT + timedelta(days=days)).may("tests.stamp") is counts, days


def test_a_post_is_held_by_one_person_at_a_time():
    post = a_post()
    _, seat = a_clerk(post=post)
    with pytest.raises(actions.PostTaken):
        a_clerk("khac", post=post)
    actions.end_seat(seat, valid_to=TODAY, by=SYSTEM, at=AT)
    a_clerk("moi", post=post, since=TODAY)


def test_only_declared_roles_are_handed_out():
    with pytest.raises(RolesUnknown):
        a_clerk(roles=["tests.king"])


def test_a_unit_administrator_stays_in_the_unit_and_gives_no_role_that_counts_everywhere():
    post = a_post()
    person = actions.create_person("Lê Văn Tám", source="staff", by=SYSTEM, at=AT)
    admin = staff_actor(["identity.administer"], post.unit_id)
    give = {"valid_from": TODAY, "by": admin, "at": AT}
    with pytest.raises(NotAllowed):
        actions.assign_seat(person, a_post(), ["tests.clerk"], **give)
    with pytest.raises(NotAllowed):
        actions.assign_seat(person, post, ["tests.inspector"], **give)
    assert actions.assign_seat(person, post, ["tests.clerk"], **give).roles == ["tests.clerk"]


def test_somebody_with_several_seats_acts_in_the_one_they_chose():
    account, first = a_clerk()
    second = actions.assign_seat(account.person, a_post(), [], valid_from=TODAY, by=SYSTEM, at=AT)
    assert queries.actor_of_account(account, AT).seat_id == first.id
    chosen = queries.actor_of_account(account, AT, second.id)
    assert (chosen.seat_id, chosen.may("tests.stamp")) == (second.id, False)
    assert [seat.id for seat in queries.seats_of(account.person_id, TODAY)] == [first.id, second.id]


def test_a_foreign_seat_cannot_be_chosen():
    account, own = a_clerk()
    _, foreign = a_clerk("khac")
    assert queries.actor_of_account(account, AT, foreign.id).seat_id == own.id


def lent(days=3, roles=("tests.clerk",)):
    lender, from_seat = a_clerk("truong")
    receiver, to_seat = a_clerk("pho", roles=[])
    by = queries.actor_of_account(lender, AT)
    delegation = actions.delegate(
        from_seat,
        to_seat,
        roles,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=days),
        decision="12/QĐ",
        by=by,
        at=AT,
    )
    return delegation, receiver, from_seat, by


def test_lent_rights_count_in_the_lenders_unit_within_the_dates():
    delegation, receiver, from_seat, _ = lent(days=3)
    for days, counts in ((-1, False), (0, True), (2, True), (3, False)):
        actor = queries.actor_of_account(receiver, AT + timedelta(days=days))
        assert (Grant("tests.stamp", from_seat.unit_id) in actor.grants) is counts, days


def test_lent_rights_end_with_revocation_and_with_the_lenders_own_seat_and_roles():
    delegation, receiver, from_seat, by = lent()
    assert queries.actor_of_account(receiver, AT).may("tests.stamp")
    from_seat.roles = []
    from_seat.save()
    assert not queries.actor_of_account(receiver, AT).may("tests.stamp")
    from_seat.roles = ["tests.clerk"]
    from_seat.valid_to = TODAY
    from_seat.save()
    assert not queries.actor_of_account(receiver, AT).may("tests.stamp")
    from_seat.valid_to = None
    from_seat.save()
    actions.revoke_delegation(delegation, by=by, at=AT)
    assert not queries.actor_of_account(receiver, AT).may("tests.stamp")


def test_nobody_lends_what_they_do_not_hold_or_what_is_not_theirs():
    with pytest.raises(RolesNotHeld):
        lent(roles=["tests.inspector"])
    _, from_seat = a_clerk("a")
    other, to_seat = a_clerk("b", roles=[])
    period = {"valid_from": TODAY, "valid_to": TODAY + timedelta(days=1), "decision": "x", "at": AT}
    with pytest.raises(NotAllowed):
        actions.delegate(from_seat, to_seat, ["tests.clerk"], by=queries.actor_of_account(other, AT), **period)
    with pytest.raises(PeriodWrong):
        actions.delegate(from_seat, to_seat, ["tests.clerk"], by=SYSTEM, **{**period, "valid_to": TODAY})


def test_a_closed_account_is_nobody():
    account, _ = a_clerk()
    account.is_active = False
    assert queries.actor_of_account(account, AT) == ANONYMOUS


def test_who_sits_in_a_unit_is_told_by_day_and_role():
    post = a_post()
    account, seat = a_clerk(post=post)
    assert [s.person_id for s in queries.seats_in(post.unit_id, TODAY, role="tests.clerk")] == [account.person_id]
    assert queries.seats_in(post.unit_id, TODAY, role="tests.inspector") == []
    assert queries.seats_in(post.unit_id, date(2025, 12, 31)) == []
