"""The whole trip over real HTTP: our pages, the twin, back again; and everything that goes wrong on the way."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tinhso.connectors.vneid import driver
from tinhso.connectors.vneid.tests.browser import Browser
from tinhso.connectors.vneid.twin import store
from tinhso.connectors.vneid.twin.citizens import CITIZENS
from tinhso.kernel.identity.models import Account, Business, Person
from tinhso.kernel.identity.queries import number_of, person_by_number

pytestmark = pytest.mark.django_db(transaction=True)
TUYET = CITIZENS["cd-01"]


@pytest.fixture
def site(live_server, settings):
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    yield live_server.url
    store.play("")


@pytest.fixture
def browser(site):
    browser = Browser(site)
    yield browser
    browser.close()


def leave(browser, next_path="/tai-khoan"):
    browser.open(f"/dang-nhap/cong-dan?next={next_path}")
    return browser.follow("Đăng nhập bằng VNeID")


def sign_in(browser, sub="cd-01", next_path="/tai-khoan"):
    leave(browser, next_path)
    return browser.send(citizen=sub, choice="agree")


def test_it_works(browser):
    page = sign_in(browser)
    assert page.status_code == 200
    assert browser.path == "/tai-khoan"
    assert TUYET.name in page.text
    assert "099•••••••17" in page.text
    person = person_by_number(TUYET.number)
    assert number_of(person) == TUYET.number
    assert (person.full_name, person.sex, person.source) == (TUYET.name, "female", "vneid")


def test_no_address_of_the_trip_carries_the_number_or_the_name(browser):
    sign_in(browser)
    browser.send("/dang-xuat")
    assert any("/twins/vneid/authorize" in url for url in browser.visited)
    for url in browser.visited:
        assert TUYET.number not in url
        assert "Tuy" not in url


def test_the_page_one_wanted_comes_after_the_trip_but_only_on_this_site(browser):
    sign_in(browser, next_path="/tai-khoan%3Fa%3D1")
    assert browser.path == "/tai-khoan?a=1"
    other = Browser(browser.address)
    sign_in(other, "cd-02", next_path="https://evil.example/")
    assert urlsplit(str(other.page.url)).netloc == urlsplit(browser.address).netloc
    other.close()


def test_who_came_by_another_name_of_this_site_goes_by_the_public_one(browser):
    other = Browser(browser.address.replace("localhost", "127.0.0.1"))
    sign_in(other)
    assert str(other.page.url) == f"{browser.address}/tai-khoan"
    assert TUYET.name in other.page.text
    other.close()


def test_the_same_citizen_comes_back_to_the_same_person(browser):
    sign_in(browser)
    sign_in(browser)
    assert (Account.objects.count(), Person.objects.count()) == (1, 1)


def test_a_person_the_counter_entered_is_found_by_number(browser):
    from tinhso.base.actor import system_actor
    from tinhso.base.moments import now
    from tinhso.kernel.identity.actions import create_person

    known = create_person("nguyen thi anh tuyet", number=TUYET.number, source="counter", by=system_actor("t"), at=now())
    sign_in(browser)
    known.refresh_from_db()
    assert Account.objects.get().person == known
    assert known.full_name == TUYET.name


def test_a_changed_name_is_taken_over(browser):
    sign_in(browser)
    store.play("renamed")
    page = sign_in(browser)
    assert f"{TUYET.name} Mới" in page.text
    assert Person.objects.get().full_name == f"{TUYET.name} Mới"


def test_an_organisations_account_names_the_organisation(browser):
    sign_in(browser, "tc-12")
    assert Account.objects.get().business == Business.objects.get(tax_code="0599999999")


def test_a_citizen_who_says_no_is_told_what_still_works(browser):
    leave(browser)
    page = browser.send(choice="refuse")
    assert page.status_code == 403
    assert "không đồng ý chia sẻ" in page.text
    assert "tra cứu" in page.text
    assert Account.objects.count() == 0
    store.play("refusing")
    assert leave(browser).status_code == 403


@pytest.mark.parametrize("fault", ["down", "slow"])
def test_an_outage_before_leaving_is_a_clear_page_within_six_seconds(browser, fault):
    store.play(fault)
    start = time.monotonic()
    page = leave(browser)
    assert time.monotonic() - start < 6
    assert page.status_code == 503
    assert "Đang chờ hệ thống định danh" in page.text
    assert "vẫn tra cứu được" in page.text
    assert "Traceback" not in page.text


def test_an_outage_on_the_way_back_keeps_the_way_to_try_again(browser):
    leave(browser, next_path="/tai-khoan%3Fa%3D1")
    client = browser.client
    client.follow_redirects = False
    answer = browser.send(citizen="cd-01", choice="agree")
    client.follow_redirects = True
    store.play("down")
    page = browser.open(answer.headers["Location"])
    assert page.status_code == 503
    store.play("")
    browser.follow("Đăng nhập bằng VNeID")
    browser.send(citizen="cd-01", choice="agree")
    assert browser.path == "/tai-khoan?a=1"


def test_an_answer_that_cannot_be_believed_signs_nobody_in(browser):
    for fault in ("missing", "forged"):
        store.play(fault)
        page = sign_in(browser)
        assert page.status_code == 502, fault
        assert "Chưa xác nhận được danh tính" in page.text
    assert (Account.objects.count(), Person.objects.count()) == (0, 0)


def test_signing_out_ends_the_session_and_offers_the_providers_own_page(browser):
    sign_in(browser)
    cookie = browser.client.cookies["tinhso_session"]
    page = browser.send("/dang-xuat")
    assert "Bạn đã đăng xuất" in page.text
    browser.follow("Đăng xuất khỏi hệ thống định danh")
    browser.client.cookies.set("tinhso_session", cookie)
    assert "Đăng nhập bằng VNeID" in browser.open("/tai-khoan").text


def test_a_second_use_of_the_way_back_is_refused(browser):
    sign_in(browser)
    back = next(url for url in browser.visited if "/tro-lai" in url)
    other = Browser(browser.address)
    page = other.open(back)
    assert page.status_code == 401
    assert "đã hết hạn hoặc đã dùng rồi" in page.text
    other.close()


def test_a_stolen_answer_does_not_fit_another_browser(browser):
    """Login CSRF: the attacker's code in the victim's browser, even with a state of the victim's own."""
    leave(browser)
    browser.client.follow_redirects = False
    answer = browser.send(citizen="cd-01", choice="agree").headers["Location"]
    code = parse_qs(urlsplit(answer).query)["code"][0]
    victim = Browser(browser.address)
    leave(victim)
    state = parse_qs(urlsplit(str(victim.page.url)).query)["state"][0]
    page = victim.open(f"/dang-nhap/cong-dan/tro-lai?code={code}&state={state}")
    assert page.status_code == 502
    assert Account.objects.count() == 0
    victim.close()


class TestTheTwinRefusesLikeARealOne:
    @pytest.fixture
    def begun(self, site):
        return driver.begin(f"{site}/dang-nhap/cong-dan/tro-lai")

    @pytest.fixture
    def code(self, begun, site):
        browser = Browser(site)
        browser.open(begun.url)
        browser.client.follow_redirects = False
        location = browser.send(citizen="cd-01", choice="agree").headers["Location"]
        browser.close()
        return parse_qs(urlsplit(location).query)["code"][0]

    def ask(self, site, begun, **changes):
        form = {
            "grant_type": "authorization_code",
            "redirect_uri": f"{site}/dang-nhap/cong-dan/tro-lai",
            "code_verifier": begun.kept["verifier"],
            "client_id": "tinhso",
            "client_secret": driver.twin_secret(),
            **changes,
        }
        return httpx.post(f"{site}/twins/vneid/token", data=form)

    def test_it_works(self, site, begun, code):
        answer = self.ask(site, begun, code=code)
        assert answer.status_code == 200
        assert set(answer.json()) == {"access_token", "token_type", "expires_in", "id_token"}

    def test_wrong_requests_for_tokens_are_named_and_leave_the_code_unused(self, site, begun, code):
        for changes, status, error in (
            ({"client_secret": "sai"}, 401, "invalid_client"),
            ({"client_id": "khac"}, 401, "invalid_client"),
            ({"redirect_uri": "https://evil.example/"}, 400, "invalid_grant"),
            ({"code_verifier": "x" * 43}, 400, "invalid_grant"),
            ({"code": "made-up"}, 400, "invalid_grant"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ):
            answer = self.ask(site, begun, **{"code": code, **changes})
            assert (answer.status_code, answer.json()) == (status, {"error": error}), changes
        assert self.ask(site, begun, code=code).status_code == 200

    def test_a_code_used_twice(self, site, begun, code):
        assert self.ask(site, begun, code=code).status_code == 200
        assert self.ask(site, begun, code=code).json() == {"error": "invalid_grant"}

    def test_a_code_older_than_a_minute(self, site, begun, code, monkeypatch):
        monkeypatch.setattr(store, "CODE_SECONDS", 0)
        assert self.ask(site, begun, code=code).json() == {"error": "invalid_grant"}

    def test_wrong_requests_for_authorization_are_shown_and_never_sent_back(self, begun):
        for old, new in (
            ("client_id=tinhso", "client_id=khac"),
            ("redirect_uri=http", "redirect_uri=https%3A%2F%2Fevil.example%2Fhttp"),
            ("code_challenge_method=S256", "code_challenge_method=plain"),
            ("response_type=code", "response_type=token"),
        ):
            assert old in begun.url
            answer = httpx.get(begun.url.replace(old, new))
            assert answer.status_code == 400
            assert "Location" not in answer.headers

    def test_userinfo_and_introspection_without_a_token(self, site, begun, code):
        answer = httpx.get(f"{site}/twins/vneid/userinfo", headers={"Authorization": "Bearer nonsense"})
        assert answer.status_code == 401
        client = {"client_id": "tinhso", "client_secret": driver.twin_secret()}
        token = self.ask(site, begun, code=code).json()["access_token"]
        for value, is_active in (("nonsense", False), (token, True)):
            answer = httpx.post(f"{site}/twins/vneid/introspect", data={**client, "token": value})
            assert answer.json()["active"] is is_active
        assert httpx.post(f"{site}/twins/vneid/introspect", data={"token": token}).status_code == 401


def test_the_twin_does_not_start_in_production(settings):
    import importlib

    from django.core.exceptions import ImproperlyConfigured

    from tinhso.connectors.vneid import twin, urls

    settings.PROFILE = "production"
    with pytest.raises(ImproperlyConfigured):
        importlib.reload(twin)
    assert importlib.reload(urls).urlpatterns == []
    assert not driver.is_configured()
    settings.PROFILE = "test"
    importlib.reload(twin)
    importlib.reload(urls)


def test_workers_that_start_together_make_one_key(settings, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    settings.DATA = tmp_path
    with ThreadPoolExecutor(4) as executor:
        keys = list(executor.map(lambda _: store.signing_key().kid, range(4)))
    assert len(set(keys)) == 1
