"""The population database over its SOAP: what a question carries, what it refuses, and every fault it plays."""

import time

import httpx
import pytest

from tests.inside import served_inside
from tinhso.base.ids import new_id
from tinhso.connectors.population import driver, wire
from tinhso.connectors.population.twin import database
from tinhso.kernel.exchange.kinds import Asker, Declined, NoAnswer, PartnerDown, PartnerView

pytestmark = pytest.mark.django_db
NUMBER = "000195000123"
QUESTION = {"number": NUMBER, "full_name": "Nguyễn Thị Mẫu", "birth_date": "1995-02-03"}


@pytest.fixture
def partner(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(driver, "TIME_LIMIT", 0.05)
    database.enter(NUMBER, "Nguyễn Thị Mẫu", "1995-02-03", "female")
    with served_inside() as client:
        monkeypatch.setattr(driver, "shared_client", lambda: client)
        told = {"xroad_client": database.XROAD, "service_code": "MAU", "agency_code": "H99"}
        yield PartnerView(new_id(), "population", "", told, database.secrets_of_partner())


def asked(partner: PartnerView, number: str = ""):
    asker = Asker(number or new_id().hex, "000180000001", "H99.1", "Giải quyết hồ sơ")
    return driver.ask(partner, {**QUESTION, "asker": asker})


def test_it_works(partner) -> None:
    assert driver.check(partner).is_up
    found = asked(partner, "a1")
    assert found == {
        "found": "1", "number": NUMBER, "full_name": "NGUYỄN THỊ MẪU", "birth_date": "1995-02-03", "sex": "female",
    }  # fmt: skip
    (question,) = database.questions()
    assert question["MaYeuCau"] == "a1"
    assert (question["MaCanBo"], question["MaDonVi"], question["MaTichHop"]) == ("000180000001", "H99.1", "037")
    assert (question["HoVaTen"], question["NgayThangNamSinh.NgayThangNam"]) == ("NGUYỄN THỊ MẪU", "19950203")


def test_nobody_of_that_number_is_no_fault(partner) -> None:
    stranger = {**QUESTION, "number": "000195000999", "asker": Asker("b4", "1", "H99", "x")}
    assert driver.ask(partner, stranger) == {"found": ""}


@pytest.mark.parametrize("name", ["number", "full_name"])
def test_a_question_that_lacks_something_never_leaves_the_house(partner, name) -> None:
    with pytest.raises(Declined) as refusal:
        driver.ask(partner, {**QUESTION, name: "", "asker": Asker("c", "1", "H99", "x")})
    assert refusal.value.code == f"field-{name}"
    assert database.questions() == []


def test_the_twin_refuses_a_code_used_before_and_what_is_incomplete(partner) -> None:
    asked(partner, "d1")
    with pytest.raises(Declined) as refusal:
        asked(partner, "d1")
    assert refusal.value.code == "DUPLICATE"
    for body in (b"<x/>", b"no xml", wire.request({**_whole(), "request": "e"}).replace(b"MaCanBo>1<", b"MaCanBo><")):
        with pytest.raises((wire.Refusal, wire.WireFault)):
            wire.read_answer(database.answer(body))


def _whole() -> dict[str, str]:
    return {**QUESTION, "service": "MAU", "officer": "1", "unit": "H99", "account": "a"}


def test_a_wrong_key_is_the_partners_trouble(partner) -> None:
    wrong = PartnerView(partner.id, "population", "", partner.settings, {**partner.secrets, "secret": "x"})
    with pytest.raises(PartnerDown):
        asked(wrong)
    assert driver.check(wrong).code == "http-401"


@pytest.mark.parametrize(("fault", "code"), [("down", "http-503"), ("busy", "rate_limit")])
def test_a_service_that_is_away_or_busy_is_asked_again_later(partner, fault, code) -> None:
    database.play(fault)
    with pytest.raises(NoAnswer) as problem:
        asked(partner)
    assert problem.value.code == code


@pytest.mark.parametrize("fault", ["refusing", "garbled"])
def test_a_refusal_and_an_answer_nobody_can_read_are_said(partner, fault) -> None:
    database.play(fault)
    with pytest.raises(Declined):
        asked(partner)


def test_more_than_its_share_a_minute_is_told_to_wait(partner, monkeypatch) -> None:
    monkeypatch.setattr(database, "A_MINUTE", 2)
    asked(partner)
    asked(partner)
    with pytest.raises(NoAnswer):
        asked(partner)


def test_a_service_that_is_too_slow_is_not_waited_for(partner, monkeypatch) -> None:
    def late(*_given, **_more):
        raise httpx.ReadTimeout("late")

    began = time.monotonic()
    monkeypatch.setattr(driver, "shared_client", lambda: type("Late", (), {"post": staticmethod(late)}))
    with pytest.raises(NoAnswer) as problem:
        asked(partner)
    assert problem.value.code == "timeout"
    assert time.monotonic() - began < 5
