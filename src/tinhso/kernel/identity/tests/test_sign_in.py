"""Password and code: what is taken, what is refused, how often, and that nothing tells who exists."""

import statistics
import threading
import time
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.messages import NotAllowed
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.actions.accounts import must_administer
from tinhso.kernel.identity.actions.sign_in import _nobodys_password
from tinhso.kernel.identity.models import Account, Throttle
from tinhso.kernel.identity.rules.passwords import ONE_TIME_FOR
from tinhso.kernel.identity.tests.people import (
    AT,
    PASSWORD,
    REAL_HASHERS,
    SYSTEM,
    a_post,
    a_ready_account,
    a_seat,
    a_staff_account,
    code_of,
)

pytestmark = pytest.mark.django_db


def tried(login, password, at=AT, address="10.0.0.1"):
    return actions.check_password(login, password, address=address, at=at)


def test_it_works():
    account = a_ready_account()
    assert tried(" HOA ", PASSWORD) == account
    actions.check_code(account, code_of(account, AT), at=AT)
    assert actions.sign_in_staff(account, at=AT).name == "Đặng Thị Hòa"


def test_the_first_sign_in_takes_the_one_time_password_until_it_runs_out():
    account, password = a_staff_account()
    assert tried("hoa", password, at=AT + ONE_TIME_FOR) == account
    with pytest.raises(actions.SignInFailed):
        tried("hoa", password, at=AT + ONE_TIME_FOR + timedelta(seconds=1))


def test_unknown_closed_and_wrong_are_told_in_the_same_words():
    closed = a_ready_account("dong", "Người Nghỉ")
    actions.close_account(closed, by=SYSTEM, at=AT)
    a_ready_account()
    words = set()
    for login, password in (("khong-co", PASSWORD), ("dong", PASSWORD), ("hoa", "sai mật khẩu")):
        with pytest.raises(actions.SignInFailed) as refusal:
            tried(login, password)
        words.add(str(refusal.value))
    assert len(words) == 1


def test_an_unknown_login_takes_as_long_as_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = REAL_HASHERS
    _nobodys_password.cache_clear()
    a_ready_account()

    def seconds(login):
        Throttle.objects.all().delete()
        start = time.process_time()
        with pytest.raises(actions.SignInFailed):
            tried(login, "sai mật khẩu")
        return time.process_time() - start

    seconds("khong-co")
    pairs = [(seconds("hoa"), seconds(f"khong-co-{n}")) for n in range(5)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    _nobodys_password.cache_clear()
    assert 0.7 < unknown / known < 1.4


def test_after_five_wrong_passwords_even_the_right_one_waits_and_the_wait_grows():
    a_ready_account()
    at = AT
    for _ in range(5):
        with pytest.raises(actions.SignInFailed):
            tried("hoa", "sai", at=at)
    with pytest.raises(actions.WaitFirst) as refusal:
        tried("hoa", PASSWORD, at=at)
    assert "1 phút" in str(refusal.value)
    at += timedelta(minutes=1)
    with pytest.raises(actions.SignInFailed):
        tried("hoa", "sai", at=at)
    with pytest.raises(actions.WaitFirst) as refusal:
        tried("hoa", PASSWORD, at=at)
    assert "2 phút" in str(refusal.value)
    assert tried("hoa", PASSWORD, at=at + timedelta(minutes=2))
    with pytest.raises(actions.SignInFailed):
        tried("hoa", "sai", at=at + timedelta(minutes=2))


def test_an_unknown_login_is_locked_just_like_a_known_one():
    for _ in range(5):
        with pytest.raises(actions.SignInFailed):
            tried("khong-co", "sai")
    with pytest.raises(actions.WaitFirst):
        tried("khong-co", "sai")


def test_one_address_that_tries_many_logins_waits_while_another_goes_on():
    account = a_ready_account()
    for n in range(50):
        with pytest.raises(actions.SignInFailed):
            tried(f"ten-{n}", "sai")
    with pytest.raises(actions.WaitFirst):
        tried("hoa", PASSWORD)
    assert tried("hoa", PASSWORD, address="10.0.0.2") == account


def test_right_passwords_of_a_whole_office_do_not_lock_its_address():
    from tinhso.kernel.identity.actions.throttling import throttle_key

    a_ready_account()
    for _ in range(3):
        tried("hoa", PASSWORD)
    assert Throttle.objects.get(key=throttle_key("address", "10.0.0.1")).failures == 0


@pytest.mark.django_db(transaction=True)
def test_of_thirty_guesses_at_once_no_more_than_five_are_judged():
    a_ready_account()
    judged, waited = [], []

    def guess():
        close_old_connections()
        try:
            tried("hoa", "sai")
        except actions.SignInFailed:
            judged.append(1)
        except actions.WaitFirst:
            waited.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(judged), len(waited)) == (5, 25)


def test_a_code_is_taken_once():
    account = a_ready_account()
    code = code_of(account, AT)
    actions.check_code(account, code, at=AT)
    for later in (0, 20):
        with pytest.raises(actions.CodeWrong):
            actions.check_code(account, code, at=AT + timedelta(seconds=later))
    actions.check_code(account, code_of(account, AT + timedelta(seconds=30)), at=AT + timedelta(seconds=30))


@pytest.mark.parametrize(("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_the_clock_of_a_device_may_be_half_a_minute_wrong(seconds, is_taken):
    account = a_ready_account()
    code = code_of(account, AT + timedelta(seconds=seconds))
    if is_taken:
        actions.check_code(account, code, at=AT)
        return
    with pytest.raises(actions.CodeWrong):
        actions.check_code(account, code, at=AT)


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "١٢٣٤٥٦", "1234567890" * 20])
def test_nonsense_is_no_code(code):
    with pytest.raises(actions.CodeWrong):
        actions.check_code(a_ready_account(), code, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_the_same_code_one_wins():
    account = a_ready_account()
    code, taken, refused = code_of(account, AT), [], []

    def use():
        close_old_connections()
        try:
            actions.check_code(Account.objects.get(), code, at=AT)
            taken.append(1)
        except (actions.CodeWrong, actions.WaitFirst):
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused)) == (1, 7)


def test_codes_are_guessed_no_more_often_than_passwords():
    account = a_ready_account()
    for _ in range(5):
        with pytest.raises(actions.CodeWrong):
            actions.check_code(account, "000000", at=AT)
    with pytest.raises(actions.WaitFirst):
        actions.check_code(account, code_of(account, AT), at=AT)


def test_the_secret_of_a_device_is_shown_only_until_it_is_confirmed_and_kept_sealed():
    account, _ = a_staff_account()
    secret = actions.device_secret(account)
    assert actions.device_secret(Account.objects.get()) == secret
    assert secret.encode() not in bytes(account.totp_sealed)
    actions.confirm_device(account, by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        actions.device_secret(account)


def test_a_reset_ends_all_sessions_and_the_wait():
    account = a_ready_account()
    for _ in range(5):
        with pytest.raises(actions.SignInFailed):
            tried("hoa", "sai")
    password = actions.reset_password(account, by=SYSTEM, at=AT)
    again = tried("hoa", password)
    assert (again.session_epoch, again.must_change_password) == (1, True)
    actions.reset_device(again, by=SYSTEM, at=AT)
    assert Account.objects.get().session_epoch == 2
    assert Account.objects.get().totp_confirmed_at is None


@pytest.mark.parametrize("password", ["ngắn quá", "Matkhau@123456", "aaaaaaaaaaaaaaaa", "dangthihoa2026", "x" * 129])
def test_weak_passwords_are_refused(password):
    account, _ = a_staff_account("hoa.dang", "Đặng Thị Hòa")
    with pytest.raises(actions.WeakPassword):
        actions.change_password(account, password, by=Actor(ActorKind.STAFF, account_id=account.id), at=AT)


def test_a_password_is_changed_by_its_owner_and_not_to_the_same():
    account, one_time = a_staff_account()
    owner = Actor(ActorKind.STAFF, account_id=account.id)
    with pytest.raises(actions.WeakPassword):
        actions.change_password(account, one_time, by=owner, at=AT)
    with pytest.raises(NotAllowed):
        actions.change_password(account, PASSWORD, by=Actor(ActorKind.STAFF), at=AT)
    actions.change_password(account, PASSWORD, by=owner, at=AT)
    assert tried("hoa", PASSWORD) == account


def test_who_administers_a_unit_resets_its_people_and_neither_others_nor_administrators_nor_themselves():
    from tinhso.base.actor import Grant
    from tinhso.kernel.identity.kinds import ADMINISTER

    here, there = a_post(), a_post()
    admin = a_ready_account("quan-tri", "Lê Quản Trị")
    by = Actor(ActorKind.STAFF, account_id=admin.id, grants=frozenset([Grant(ADMINISTER, here.unit_id)]))
    mine, other = a_ready_account("mot", "Người Một"), a_ready_account("hai", "Người Hai")
    a_seat(mine.person, here)
    a_seat(other.person, there)
    chief = a_ready_account("truong", "Trưởng Ban", is_administrator=True)
    must_administer(mine, by, AT)
    for account in (other, chief, admin, a_ready_account("moi", "Người Mới")):
        with pytest.raises(NotAllowed):
            must_administer(account, by, AT)


@pytest.mark.parametrize("login", ["", "ab", "có dấu", "a b c", "<script>", "x" * 151])
def test_a_login_is_plain(login):
    with pytest.raises(actions.BadLogin):
        a_staff_account(login)


def test_a_login_is_taken_whatever_its_case():
    a_staff_account("hoa")
    with pytest.raises(actions.LoginTaken):
        a_staff_account("HOA", "Người Khác")
