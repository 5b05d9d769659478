"""The operator's screens: who may, what they show, what they do."""

import pytest
from django.test import Client

from tinhso.base.actor import Actor, ActorKind, Grant
from tinhso.base.ids import new_id
from tinhso.kernel.exchange import actions
from tinhso.kernel.exchange.kinds import OPERATE, Again, Delivered, TurnedDown
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.exchange.tests.paper_partner import PAPER, SYSTEM, Clock, a_partner, delivered, queued
from tinhso.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
OPERATOR = Actor(ActorKind.STAFF, account_id=new_id(), grants=frozenset({Grant(OPERATE)}), name="Người vận hành")
CLERK = Actor(ActorKind.STAFF, account_id=new_id(), grants=frozenset({Grant("cases.receive", new_id())}))
ROOT = "/quan-tri/trao-doi"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("tinhso.site.middleware.actor_of_session", lambda request, at: OPERATOR)
    return Client()


def a_dead_letter(**body: object) -> Outgoing:
    partner, clock = a_partner(attempts_limit=1), Clock()
    PAPER.answer = lambda message: Again("busy", "Số 068095012345 chưa nhận được")
    message = queued("k1", order_key="H99-1", **body)
    queued("k2", order_key="H99-1")
    delivered(partner, clock)
    message.refresh_from_db()
    assert message.state == "dead"
    return message


def test_it_works(desk: Client) -> None:
    a_dead_letter()
    page = desk.get(ROOT).content.decode()
    assert "Đối tác giấy" in page
    assert "Có thông điệp hỏng" in page


def test_a_clerk_sees_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    message = a_dead_letter()
    monkeypatch.setattr("tinhso.site.middleware.actor_of_session", lambda request, at: CLERK)
    for path in (ROOT, f"{ROOT}/nhat-ky", f"{ROOT}/den", f"{ROOT}/{message.id}", f"{ROOT}/doi-tac/giay"):
        assert Client().get(path).status_code == 403
    assert Client().post(f"{ROOT}/gui-lai", {"id": message.id}).status_code == 403


def test_the_log_finds_by_key_order_key_and_id(desk: Client) -> None:
    message = a_dead_letter()
    for text in ("H99-1", "k1", str(message.id), str(message.subject_id)):
        assert f"{ROOT}/{message.id}" in desk.get(f"{ROOT}/nhat-ky", {"tim": text}).content.decode()
    assert f"{ROOT}/{message.id}" not in desk.get(f"{ROOT}/nhat-ky", {"tim": "H99-2"}).content.decode()
    assert f"{ROOT}/{message.id}" not in desk.get(f"{ROOT}/nhat-ky", {"trang-thai": "sent"}).content.decode()
    assert f"{ROOT}/{message.id}" in desk.get(f"{ROOT}/nhat-ky", {"trang-thai": "stuck"}).content.decode()


@pytest.mark.parametrize("query", [{"tim": "%00'\""}, {"truoc": "x"}, {"trang-thai": "??"}, {"doi-tac": "<b>"}])
def test_nonsense_finds_nothing_and_breaks_nothing(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(f"{ROOT}/nhat-ky", query).status_code == 200


def test_the_log_goes_on_a_page_at_a_time(desk: Client) -> None:
    a_partner()
    for number in range(60):
        queued(f"k{number}")
    first = desk.get(f"{ROOT}/nhat-ky")
    older = first.context["page"].older
    second = desk.get(f"{ROOT}/nhat-ky", {"truoc": str(older)})
    rows = [*first.context["page"].rows, *second.context["page"].rows]
    assert len({row.id for row in rows}) == 60
    assert second.context["page"].older is None


def test_the_log_asks_the_database_a_fixed_number_of_times(desk: Client, django_assert_max_num_queries) -> None:
    a_partner()
    for number in range(30):
        queued(f"k{number}")
    with django_assert_max_num_queries(10):
        desk.get(f"{ROOT}/nhat-ky")


def test_a_message_shows_its_attempts_and_no_number(desk: Client) -> None:
    message = a_dead_letter(number="068095012345")
    page = desk.get(f"{ROOT}/{message.id}").content.decode()
    assert "Thử lại sau" in page
    assert "chưa nhận được" in page
    assert "068095012345" not in page


def test_reading_the_content_needs_a_reason_and_is_kept_in_the_ledger(desk: Client) -> None:
    message = a_dead_letter(number="068095012345")
    answer = desk.post(f"{ROOT}/{message.id}/noi-dung", {"reason": " "})
    assert answer.status_code == 422
    assert "Chưa ghi lý do" in answer.content.decode()
    page = desk.post(f"{ROOT}/{message.id}/noi-dung", {"reason": "Đối soát"}).content.decode()
    assert "068095012345" in page
    assert Entry.objects.filter(event="exchange.body_read", subject_id=message.id).count() == 1


def test_sending_again_is_shown_first_and_done_when_confirmed(desk: Client) -> None:
    message = a_dead_letter()
    shown = desk.post(f"{ROOT}/gui-lai", {"id": message.id}).content.decode()
    assert "1 thông điệp sau của cùng khóa đang chờ" in shown
    message.refresh_from_db()
    assert message.state == "dead"
    assert desk.post(f"{ROOT}/gui-lai", {"id": message.id, "confirmed": "1"}).status_code == 302
    message.refresh_from_db()
    assert message.state == "waiting"
    assert desk.post(f"{ROOT}/gui-lai", {"id": "nonsense"}).status_code == 302


def test_sending_again_out_of_order_is_warned_of(desk: Client) -> None:
    partner, clock = a_partner(), Clock()
    first = queued("k1")
    queued("k2")
    delivered(partner, clock)
    shown = desk.post(f"{ROOT}/gui-lai", {"id": first.id}).content.decode()
    assert "sai thứ tự" in shown


def test_giving_up_lets_the_key_go_on(desk: Client) -> None:
    message = a_dead_letter()
    assert desk.post(f"{ROOT}/{message.id}/bo", {"ground": ""}).status_code == 422
    desk.post(f"{ROOT}/{message.id}/bo", {"ground": "Hồ sơ nhập thử"})
    PAPER.answer = lambda one: Delivered()
    clock = Clock()
    clock.forward(hours=1)
    assert delivered(Partner.objects.get(), clock) == 1


def test_a_partner_is_set_up_changed_paused_and_asked(desk: Client) -> None:
    sent = {
        "code": "doi-tac-1", "title": "Đối tác một", "address": "", "pace": "0", "attempts_limit": "20",
        "keep_days": "90", "own-office": "H99", "own-password": "bí mật",
    }  # fmt: skip
    assert desk.post(f"{ROOT}/them/paper", sent).status_code == 302
    partner = Partner.objects.get(code="doi-tac-1")
    page = desk.get(f"{ROOT}/doi-tac/doi-tac-1").content.decode()
    assert "bí mật" not in page
    assert desk.post(f"{ROOT}/them/paper", sent).status_code == 409
    changed = desk.post(f"{ROOT}/doi-tac/doi-tac-1", {**sent, "pace": "5", "own-password": ""})
    assert changed.status_code == 302
    partner.refresh_from_db()
    assert partner.pace == 5
    from tinhso.kernel.exchange.queries.sealing import view_of

    assert view_of(partner).secrets == {"password": "bí mật"}
    for wrong in ("x", "-1", "99999", "٥", ""):
        assert desk.post(f"{ROOT}/doi-tac/doi-tac-1", {**sent, "pace": wrong}).status_code == 422
    desk.post(f"{ROOT}/doi-tac/doi-tac-1/tam-dung")
    partner.refresh_from_db()
    assert not partner.is_active
    desk.post(f"{ROOT}/doi-tac/doi-tac-1/gui-tiep")
    partner.refresh_from_db()
    assert partner.is_active
    answered = desk.post(f"{ROOT}/doi-tac/doi-tac-1/kiem-tra", follow=True).content.decode()
    assert "Đối tác trả lời bình thường." in answered
    assert desk.get(f"{ROOT}/them/khong-co").status_code == 404


def test_what_came_in_is_shown_and_handled_again(desk: Client) -> None:
    from tinhso.kernel.exchange.tests.test_incoming import arrived, handled

    a_partner()
    message = arrived("k1", is_foreign=True)
    handled(Clock())
    assert "not-for-us" in desk.get(f"{ROOT}/den", {"trang-thai": "stuck"}).content.decode()
    assert desk.post(f"{ROOT}/den", {"id": message.id}).status_code == 302
    message.refresh_from_db()
    assert message.state == "waiting"


def test_an_operator_of_one_unit_operates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    message = a_dead_letter()
    local = Actor(ActorKind.STAFF, account_id=new_id(), grants=frozenset({Grant(OPERATE, new_id())}))
    monkeypatch.setattr("tinhso.site.middleware.actor_of_session", lambda request, at: local)
    assert Client().post(f"{ROOT}/gui-lai", {"id": message.id, "confirmed": "1"}).status_code == 403


def test_a_refused_message_says_what_the_partner_said(desk: Client) -> None:
    partner, clock = a_partner(), Clock()
    PAPER.answer = lambda one: TurnedDown("error-3", "Thiếu: MaLinhVuc")
    message = queued("k1")
    delivered(partner, clock)
    assert "Thiếu: MaLinhVuc" in desk.get(f"{ROOT}/{message.id}").content.decode()
    actions.replay(message, by=SYSTEM, at=clock())
