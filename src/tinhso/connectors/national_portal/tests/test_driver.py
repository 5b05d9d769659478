"""The driver against the twin, over HTTP, through every fault the twin plays."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from tinhso.base.ids import new_id
from tinhso.connectors.national_portal import driver
from tinhso.connectors.national_portal.tests.served import dossier, progress, view
from tinhso.connectors.national_portal.twin import portal, store
from tinhso.kernel.exchange.kinds import Again, Delivered, Message, PartnerDown, TurnedDown

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def message(body: dict, kind: str = "dossier") -> Message:
    return Message(new_id(), kind, str(new_id()), body["number"], json.dumps(body).encode(), AT)


def told(partner, *messages):
    return list(driver.deliver(partner, messages))


def test_it_works(twin: str) -> None:
    partner = view(twin)
    assert told(partner, message(dossier()), message(progress(), "dossier_progress")) == [Delivered(code="0")] * 2
    first, second = store.got()
    assert (first.service, first.state) == ("DongBoHoSoMC", 1)
    assert first.item["ChuHoSo"] == "Nguyễn Thị Mẫu"
    assert first.item["MaLinhVuc"].startswith("MAU-LV")
    assert (second.service, second.item["ThoiDiemXuLy"]) == ("CapNhatTienDoHoSoMC", "20261123090000")
    assert driver.check(partner).is_up


def test_the_same_again_is_taken_once(twin: str) -> None:
    partner, told_twice = view(twin), message(dossier())
    assert told(partner, told_twice, told_twice) == [Delivered(code="0")] * 2
    assert store.count() == 1


def test_states_follow_the_table(twin: str) -> None:
    partner = view(twin)
    for state, is_right in ((1, True), (9, False), (2, True), (4, True), (2, False), (9, True), (10, True), (4, False)):
        (outcome,) = told(partner, message(dossier(state=state)))
        assert isinstance(outcome, Delivered if is_right else TurnedDown), state
    assert [row.state for row in store.got()] == [1, 2, 4, 9, 10]


def test_a_procedure_the_portal_does_not_know_is_refused(twin: str) -> None:
    (outcome,) = told(view(twin), message(dossier(procedure_code="1.999999")))
    assert outcome == TurnedDown(f"error-{portal.NO_PROCEDURE}", "Mã thủ tục không tồn tại")


def test_progress_of_a_dossier_nobody_told_of_is_refused(twin: str) -> None:
    (outcome,) = told(view(twin), message(progress(), "dossier_progress"))
    assert outcome == TurnedDown(f"error-{portal.ILLEGAL}", "Chưa có hồ sơ này")


def test_a_field_that_is_missing_never_leaves_the_house(twin: str) -> None:
    (outcome,) = told(view(twin), message(dossier(unit="")))
    assert isinstance(outcome, TurnedDown)
    assert outcome.code == "field-DonViXuLy"
    (outcome,) = told(view(twin), message(dossier(sector="Lĩnh vực không có")))
    assert outcome.code == "field-MaLinhVuc"
    assert store.count() == 0


def test_a_wrong_password_is_the_partners_trouble_not_the_messages(twin: str) -> None:
    partner = view(twin, secrets={"username": portal.USERNAME, "password": "sai"})
    with pytest.raises(PartnerDown, match="login-refused"):
        told(partner, message(dossier()))
    assert driver.check(partner).code == "login-refused"


def test_a_session_that_ends_is_renewed(twin: str) -> None:
    partner = view(twin)
    store.play("expiring")
    messages = [message(dossier(f"H99.1-261123-{number:04d}")) for number in range(20)]
    assert told(partner, *messages) == [Delivered(code="0")] * 20
    assert store.count() == 20


def test_a_portal_that_is_down_is_left_alone(twin: str) -> None:
    partner = view(twin)
    store.play("down")
    with pytest.raises(PartnerDown, match="http-503"):
        told(partner, message(dossier()))
    with pytest.raises(PartnerDown, match="no-connection"):
        told(view("http://127.0.0.1:9"), message(dossier()))
    assert not driver.check(partner).is_up


def test_a_slow_portal_is_asked_again_later(twin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = view(twin)
    told(partner, message(dossier()))
    store.play("slow")
    (outcome,) = told(partner, message(dossier(state=2)))
    assert outcome == Again("timeout")


def test_a_busy_portal_is_asked_again_and_a_refusing_one_is_believed(twin: str) -> None:
    partner = view(twin)
    told(partner, message(dossier("H0")))
    store.play("busy")
    (outcome,) = told(partner, message(dossier()))
    assert isinstance(outcome, Again)
    store.play("refusing")
    (outcome,) = told(partner, message(dossier()))
    assert isinstance(outcome, TurnedDown)


def test_a_lost_answer_leaves_no_second_dossier(twin: str) -> None:
    partner = view(twin)
    told(partner, message(dossier("H0")))
    store.play("duplicating")
    once = message(dossier())
    outcomes = []
    while not outcomes or outcomes[-1] != Delivered(code="0"):
        outcomes += told(partner, once)
    assert all(outcome == Again("http-504") for outcome in outcomes[:-1])
    store.play("")
    assert len(store.got(dossier()["number"])) == 1


@pytest.mark.parametrize(
    ("session", "agency", "body", "code"),
    [
        ("", "H99", b"{}", portal.NO_SESSION),
        ("good", "H99", b"nothing", portal.BAD_REQUEST),
        ("good", "", b'{"service": "DongBoHoSoMC", "data": [{}]}', portal.BAD_REQUEST),
        ("good", "H99", b'{"service": "Khac", "data": [{}]}', portal.BAD_REQUEST),
        ("good", "H99", b'{"service": "DongBoHoSoMC", "data": [{}]}', portal.MISSING),
        ("good", "H99", b'{"service": "DongBoHoSoMC", "data": ["x"]}', portal.MISSING),
    ],
)
def test_the_twin_refuses_what_is_not_right(twin: str, session: str, agency: str, body: bytes, code: int) -> None:
    headers = {"session": store.new_session() if session else "", "MaDinhDanhDV": agency}
    answer = httpx.post(f"{twin}/service", content=body, headers=headers, timeout=5)
    assert answer.json()["error_code"] == code


def test_the_twin_shows_what_it_got_and_takes_a_fault(twin: str) -> None:
    told(view(twin), message(dossier()), message(progress(), "dossier_progress"))
    page = httpx.get(f"{twin}/", timeout=5)
    assert page.status_code == 200
    assert "H99.1-261123-0001" in page.text
    assert "Đăng ký khai sinh" in page.text
    assert "Nộp hồ sơ" in page.text
