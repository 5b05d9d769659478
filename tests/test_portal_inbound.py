"""Dossiers filed at the national portal reach the right desk, whatever happens on the way."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings as configured

from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.connectors.national_portal.driver import asking, telling
from tinhso.connectors.national_portal.driver import line as wired
from tinhso.connectors.national_portal.twin import citizens, filing, papers, portal, sending, store
from tinhso.connectors.national_portal.twin.inside import served_inside
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.exchange.actions import handle, set_up_partner
from tinhso.kernel.exchange.actions.incoming import due_incoming
from tinhso.kernel.exchange.kinds import Delivered, Message
from tinhso.kernel.exchange.models import Incoming, Outgoing, Partner
from tinhso.kernel.exchange.queries.sealing import opened, view_of
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop import exchange, jobs
from tinhso.modules.citizens.one_stop.models import PortalDossier, PortalFile, PortalPayment
from tinhso.modules.citizens.one_stop.queries.inbox import arrived
from tinhso.modules.citizens.one_stop.queries.portal_inbox import from_portal
from tinhso.modules.citizens.one_stop.rules.roles import RECEIVER
from tinhso.modules.citizens.one_stop.sample.people import MAIN
from tinhso.modules.citizens.one_stop.sample.walk import actor_of_seat
from tinhso.modules.citizens.one_stop.tests.conftest import AT, province  # noqa: F401  (fixture)

pytestmark = pytest.mark.django_db
WARD, BIRTH, STATUS, COPY = "H36.175", 0, 1, 3  # places in the twin's list of applications
BY = system_actor("test")


@pytest.fixture
def line(province, tmp_path, settings, monkeypatch):  # noqa: F811
    """The twin as a partner, reached over HTTP inside this process."""
    settings.DATA = tmp_path
    with served_inside() as client:
        monkeypatch.setattr(asking, "shared_client", lambda: client)
        monkeypatch.setattr(telling, "shared_client", lambda: client)
        wired.known.clear()
        set_up_partner(
            "national_portal",
            title="Cổng",
            driver="national_portal",
            settings={"agency_code": "H36"},
            secrets=portal.secrets_of_partner(),
            by=BY,
            at=AT,
        )
        yield sending.Sender(client, configured.PUBLIC_URL, "H36")


@pytest.fixture
def receiver(province):  # noqa: F811
    return actor_of_seat(province[MAIN].seats[RECEIVER], RECEIVER)


def filed(place: int = BIRTH, unit: str = WARD, seed: int = 1, **changes) -> str:
    application = citizens.prepared(place, unit, Random(seed))
    for name, value in changes.items():
        object.__setattr__(application, name, value)
    return filing.file_application(application, address=filing.own_address(), agency="H36", at=now())


def handled() -> None:
    for message_id in due_incoming(now()):
        handle(message_id, at=now(), rng=Random(1))


def fetched() -> None:
    for file_id in PortalFile.objects.filter(state="waiting").values_list("id", flat=True):
        jobs.fetch_portal_file(file_id)


def the_case(number: str) -> Case:
    return Case.objects.select_related("definition", "submission", "applicant", "owner").get(number=number)


def test_it_works(line, province, receiver) -> None:  # noqa: F811
    number = filed()
    assert line.send().taken == 1
    handled()
    fetched()
    case = the_case(number)
    office = province[MAIN]
    assert (case.state, case.channel, case.receipt_unit_id) == (State.NEW, Channel.ONLINE, office.desk_id)
    assert case.competent_unit_id == office.unit_id
    assert case.title == "Đăng ký khai sinh"
    assert [paper.code for paper in case.papers.all()] == ["birth_evidence"]
    assert case.papers.get().file_reference is not None
    (row,) = [row for row in arrived(receiver, now()) if row.case.pk == case.pk]
    assert row.portal is not None
    assert (row.portal.waiting, row.portal.missing, row.portal.has_doubts) == (0, 0, False)
    cases.accept_case(case, by=receiver, at=now())
    exchange.tell_portals(list(entries_of(case)), by=BY, at=now())
    told = [row.kind for row in Outgoing.objects.filter(order_key=number).order_by("seq")]
    assert told == ["dossier", "dossier_progress", "dossier", "dossier_progress"]


def test_the_same_dossier_sent_twice_is_one_case(line) -> None:
    number = filed()
    store.play("duplicating")
    line.send()
    handled()
    again = store.filed(number)
    store.queue(number, {**again, "GhiChu": "gửi lại"}, is_updating=False)
    line.send()
    handled()
    assert Case.objects.filter(number=number).count() == 1
    assert set(Incoming.objects.values_list("state", flat=True)) == {"handled"}


def test_our_own_numbers_go_on_behind_one_of_the_portal_that_looks_like_ours(line, province) -> None:  # noqa: F811
    from tinhso.kernel.cases.models import Counter

    number = filed()
    own = store.filed(number)
    day = now()
    mine = f"{WARD}.1-{day + timedelta(hours=7):%y%m%d}-0042"
    store.queue(mine, {**own, "MaHoSo": mine}, is_updating=False)
    line.send()
    handled()
    assert the_case(mine).number == mine
    counter = Counter.objects.filter(unit_id=province[MAIN].desk_id)
    assert [row.last for row in counter] == [42]


def test_an_unknown_procedure_or_office_stays_in_the_inbox_for_the_operator(line) -> None:
    item = store.filed(filed())
    store.queue(
        "H36.CQG-261126-9001", {**item, "MaHoSo": "H36.CQG-261126-9001", "MaTTHC": "1.999999"}, is_updating=False
    )
    store.queue(
        "H36.CQG-261126-9002", {**item, "MaHoSo": "H36.CQG-261126-9002", "DonViXuLy": "Xã Lạ"}, is_updating=False
    )
    line.send()
    handled()
    refused = Incoming.objects.filter(state="refused").order_by("seq").values_list("last_code", flat=True)
    assert list(refused) == ["portal-procedure-unknown", "portal-unit-unknown"]
    assert PortalDossier.objects.count() == 1


@pytest.mark.parametrize(
    "unit", ["Ủy ban nhân dân phường Xuân Hương - Đà Lạt", "phường xuân hương - đà lạt", "h36.175"]
)
def test_the_office_is_known_by_its_name_too(line, province, unit) -> None:  # noqa: F811
    number = filed(unit=unit)
    line.send()
    handled()
    assert the_case(number).receipt_unit_id == province[MAIN].desk_id


def test_answers_that_do_not_fit_are_kept_as_far_as_they_do_and_named(line) -> None:
    good = citizens.applications()[BIRTH]["answers"]
    number = filed(answers={**good, "child_birth_date": "không nhớ", "child_sex": 7})
    line.send()
    handled()
    seen = from_portal(the_case(number))
    ((text, labels),) = seen.doubts
    assert "Tờ khai" in text
    assert len(labels) == 2


def test_a_broken_file_leads_to_a_clear_state_and_can_be_fetched_again(line, receiver) -> None:
    number = filed()
    line.send()
    handled()
    store.play("broken_files")
    fetched()
    case = the_case(number)
    (file,) = from_portal(case).files
    assert (file.state, file.problem) == ("refused", "corrupt")
    with pytest.raises(cases.PapersMissing):
        cases.accept_case(case, by=receiver, at=now())
    store.play("")
    from tinhso.modules.citizens.one_stop.actions.portal_files import ask_again

    assert ask_again(case, by=receiver, at=now()) == 1
    fetched()
    assert the_case(number).papers.count() == 1


def test_a_portal_that_gives_no_file_is_asked_again_and_in_the_end_it_is_said(line) -> None:
    number = filed()
    line.send()
    handled()
    store.play("down")
    for _ in range(8):
        fetched()
    (file,) = from_portal(the_case(number)).files
    assert (file.state, file.problem, file.attempts) == ("lost", "http-503", 7)


def test_a_link_that_leads_elsewhere_is_not_followed(line) -> None:
    item = store.filed(filed())
    number = "H36.CQG-261126-9003"
    wrong = [{**item["TaiLieuNop"][0], "DuongDanTaiTepTin": "http://127.0.0.1:9/secret"}]
    store.queue(number, {**item, "MaHoSo": number, "TaiLieuNop": wrong}, is_updating=False)
    line.send()
    handled()
    fetched()
    (file,) = from_portal(the_case(number)).files
    assert file.problem == "not-the-portal"


def test_a_supplement_comes_with_its_files_and_the_dossier_goes_on(line, receiver) -> None:
    number = filed()
    line.send()
    handled()
    fetched()
    case = the_case(number)
    cases.ask_supplement(case, [Missing("paper:birth_evidence", "Ảnh mờ")], by=receiver, at=now())
    store.keep("DongBoHoSoMC", number, 5, {"x": 1}, may_follow=lambda *_: True)
    filing.supplement(
        number, [("birth_evidence", "Giấy chứng sinh", papers.sheet("new"))], address=filing.own_address()
    )
    line.send()
    handled()
    assert the_case(number).state == State.SUPPLEMENT
    jobs.settle_portal()
    assert the_case(number).state == State.SUPPLEMENT
    fetched()
    jobs.settle_portal()
    assert the_case(number).state == State.NEW
    assert the_case(number).papers.count() == 2


def test_a_supplement_without_a_sound_file_waits_for_a_person(line, receiver) -> None:
    number = filed()
    line.send()
    handled()
    fetched()
    cases.ask_supplement(the_case(number), [Missing("paper:birth_evidence", "Ảnh mờ")], by=receiver, at=now())
    store.keep("DongBoHoSoMC", number, 5, {"x": 1}, may_follow=lambda *_: True)
    filing.supplement(
        number, [("birth_evidence", "Giấy", papers.broken(papers.sheet("x")))], address=filing.own_address()
    )
    line.send()
    handled()
    fetched()
    jobs.settle_portal()
    (supplement,) = from_portal(the_case(number)).supplements
    assert supplement.outcome == "files-missing"
    assert the_case(number).state == State.SUPPLEMENT


def test_a_withdrawal_ends_the_dossier_also_when_it_comes_before_the_dossier(line) -> None:
    number = filed()
    filing.withdraw(number, "Đổi ý")
    store.play("reordering")
    first, second = store.waiting()
    line._passed_on([second], sending.Sent())
    handled()
    assert Incoming.objects.get().state == "waiting"
    line._passed_on([first], sending.Sent())
    handled()
    Incoming.objects.update(next_at=now())
    handled()
    assert the_case(number).state == State.WITHDRAWN
    assert "Đổi ý" in the_case(number).note


def test_money_paid_at_the_portal_pays_the_charges_once_they_stand(line, receiver) -> None:
    number = filed(COPY)
    line.send()
    handled()
    filing.pay(number, [{"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "copy", "Gia": "40000"}], at=now())
    store.play("duplicating")
    line.send()
    handled()
    jobs.settle_portal()
    assert PortalPayment.objects.get().state == "waiting"
    case = the_case(number)
    cases.accept_case(case, by=receiver, at=now())
    assert sum(charge.amount for charge in case.charges.all()) == 40000
    jobs.settle_portal()
    assert PortalPayment.objects.get().state == "settled"
    assert not case.charges.filter(paid_at=None).exists()


def test_money_that_does_not_fit_is_left_to_a_person(line, receiver) -> None:
    number = filed(COPY)
    line.send()
    handled()
    filing.pay(number, [{"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "copy", "Gia": "5000"}], at=now())
    line.send()
    handled()
    cases.accept_case(the_case(number), by=receiver, at=now())
    jobs.settle_portal()
    assert PortalPayment.objects.get().state == "differs"
    assert the_case(number).charges.filter(paid_at=None).exists()


def test_a_session_that_is_over_is_renewed_and_a_wrong_password_is_refused(line) -> None:
    filed()
    store.play("expiring")
    assert line.send().taken == 1
    Partner.objects.get()
    stranger = sending.Sender(line.client, line.address, "H36", session="made-up:x:y")
    filed(seed=2)
    store.play("")
    assert stranger.send().taken == 1  # it signs in as the twin does
    answer = line.client.post(
        f"{line.address}/may/cong-quoc-gia/login", json={"username": "tinhso-mau", "password": "x"}
    ).json()
    assert answer["error_code"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("MaHoSo", ""), ("MaHoSo", "<script>"), ("MaTTHC", ""), ("ChuHoSo", ""), ("DonViXuLy", ""),
        ("NgayNopHoSo", "26/11/2026"), ("NgayNopHoSo", "20261326000000"), ("LoaiDoiTuong", "9"), ("TrangThaiHoSo", "4"),
        ("ThongTinKhac", "{"), ("ThongTinKhac", "[1]"), ("TaiLieuNop", "x"), ("TaiLieuNop", [{"TenTepDinhKem": "a"}]),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named_at_the_door(line, field, value) -> None:
    number = filed()
    (waiting,) = store.waiting()
    store.passed_on([waiting.id], "sent", "")
    store.queue(number, {**waiting.item, field: value}, is_updating=False)
    sent = line.send()
    assert (sent.taken, sent.refused) == (0, 1)
    assert field in store.outbox_of(number)[-1][1]
    assert not Incoming.objects.exists()


def test_a_business_files_through_the_person_who_acts_for_it(line) -> None:
    number = filed(
        owner={"name": "Công ty Mẫu", "number": "5800000001"},
        owner_kind=2,
        filer={"name": "Lê Mẫu", "number": "000195000777"},
    )
    line.send()
    handled()
    case = the_case(number)
    assert case.owner_business.name == "Công ty Mẫu"
    assert (case.applicant.full_name, case.owner) == ("Lê Mẫu", None)


def test_nothing_personal_stands_in_the_ledger_or_in_clear(line) -> None:
    from tinhso.kernel.ledger.models import Entry

    number = filed()
    owner = store.filed(number)["ChuHoSo"]
    url = store.filed(number)["TaiLieuNop"][0]["DuongDanTaiTepTin"]
    line.send()
    handled()
    said = repr(list(Entry.objects.values_list("payload", flat=True)))
    assert owner not in said
    assert url not in repr(list(PortalFile.objects.values()))
    assert owner not in repr(list(Incoming.objects.values()))
    assert Seat.objects.exists()


def test_states_may_be_told_and_heard_in_the_words_of_the_new_portal(line, receiver) -> None:
    number = filed()
    (waiting,) = store.waiting()
    store.passed_on([waiting.id], "sent", "")
    store.queue(number, {**waiting.item, "TrangThaiHoSo": "receiving"}, is_updating=False)
    store.queue(number, {**waiting.item, "TrangThaiHoSo": "cancelled", "GhiChu": "Đổi ý"}, is_updating=True)
    assert line.send().taken == 2
    handled()
    handled()
    case = the_case(number)
    assert case.state == State.WITHDRAWN
    exchange.tell_portals(list(entries_of(case)), by=BY, at=now())
    partner = Partner.objects.get()
    view = replace(view_of(partner), settings={**partner.settings, "state_words": "words"})
    for row in Outgoing.objects.order_by("seq"):
        raw = opened(row.body_sealed or b"", row.id, "exchange.body")
        message = Message(row.id, row.kind, row.key, row.order_key, raw, row.queued_at)
        assert list(telling.deliver(view, [message])) == [Delivered(code="0")]
    words = [one.item["TrangThaiHoSo"] for one in store.got(number) if one.service == "DongBoHoSoMC"]
    assert words == [1, 7]  # the twin has understood “receiving” and “cancelled”
