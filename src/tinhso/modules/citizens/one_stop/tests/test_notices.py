"""What the one-stop shop tells, by what really happened in the ledger."""

from datetime import datetime, timedelta

import pytest

from tests.world import World, sample_world, undone
from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import LOCAL, day_text, local_day
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.actions.watching import note_unmoved
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import case_by_number
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.identity.actions import change_contact, record_consent
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.notices.kinds import LANGUAGES, Receiver, channels, notice_kinds
from tinhso.kernel.notices.models import Notice
from tinhso.kernel.notices.queries import notices_of, shown
from tinhso.kernel.notices.queries.filling import worded, written
from tinhso.kernel.notices.queries.texts import shipped
from tinhso.kernel.notices.rules.short import parts_of
from tinhso.modules.citizens.one_stop.actions.digest import tell_of_the_day
from tinhso.modules.citizens.one_stop.actions.reminders import remind
from tinhso.modules.citizens.one_stop.queries.told import working_days_left
from tinhso.modules.citizens.one_stop.reactions import tell_of

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(province):
    with undone():
        yield province


def acting(world: World, who: str) -> Actor:
    return actor_of_account(world.accounts[who], world.at)


def news_of(case: Case, event: str) -> Entry:
    return entries_of(case).filter(event=event).last()


def told_of(case: Case, event: str, at: datetime) -> list[Notice]:
    """What telling of the last such entry leaves, the newest first."""
    entry = news_of(case, event)
    tell_of([entry], at=at)
    tell_of([entry], at=at)
    return list(Notice.objects.filter(subject_id=case.pk, key__contains=str(entry.id)))


def fresh(world: World) -> Case:
    return case_by_number(world.case.number, acting(world, "citizen"))


def test_it_works(world):
    """The citizen's accepted dossier comes back for a supplement: they read what, and where to go on."""
    case = fresh(world)
    by = acting(world, "receiver")
    case = Case.objects.filter(state=2, receipt_unit_id=case.receipt_unit_id).first() or case
    holder = by if case.step == "receive" else acting(world, "handler")
    actions.ask_supplement(
        case, [Missing("paper:x", "Ảnh bị mờ", "Luật"), Missing("paper:y", "Thiếu tờ khai", "")], by=holder, at=world.at
    )
    (notice,) = told_of(case, "case.supplement_asked", world.at)
    assert notice.person_id == case.applicant_id
    (one,) = shown([notice], "vi")
    assert one.title == f"Hồ sơ {case.number} cần bổ sung"
    assert "– Ảnh bị mờ\n– Thiếu tờ khai" in one.text
    assert "Cơ quan giải quyết:" in one.text and "Nơi tiếp nhận:" in one.text and "Đang giữ hồ sơ:" in one.text
    assert one.path == f"/tra-cuu/{case.number}"


def test_every_event_of_the_sample_can_be_told_and_each_once(world):
    """The whole history of the sample, as if people had done it: every text fills, nothing is told twice."""
    Case.objects.update(is_sample=False)
    entries = list(Entry.objects.filter(subject_kind="cases.case"))
    tell_of(entries, at=world.at)
    count = Notice.objects.count()
    assert count > 40
    tell_of(entries, at=world.at + timedelta(minutes=1))
    assert Notice.objects.count() == count
    kinds = set(Notice.objects.values_list("kind", flat=True))
    told = (
        "submitted",
        "accepted",
        "in_progress",
        "supplement_asked",
        "declined",
        "result_ready",
        "returned",
        "withdrawn",
    )
    assert {f"one_stop.{name}" for name in told} <= kinds
    for language in LANGUAGES:
        for one in shown(Notice.objects.all(), language):
            assert one.title and "{" not in one.title + one.text and "None" not in one.text


def test_what_the_sample_plays_itself_tells_nobody(world):
    entries = list(Entry.objects.filter(subject_kind="cases.case", actor_id=None))
    tell_of(entries, at=world.at)
    assert Notice.objects.count() == 0


def test_old_news_is_kept_to_read_but_rings_nobody(world, settings):
    settings.ENV = {**settings.ENV, "TINHSO_SMS_URL": "http://127.0.0.1:9/x"}
    Case.objects.update(is_sample=False)
    case = fresh(world)
    entry = news_of(case, "case.accepted")
    tell_of([entry], at=entry.at + timedelta(days=4))
    assert list(Notice.objects.get().deliveries.values_list("channel", flat=True)) == ["in_app"]
    Notice.objects.all().delete()
    tell_of([entry], at=entry.at + timedelta(minutes=1))
    assert set(Notice.objects.get().deliveries.values_list("channel", flat=True)) == {"in_app", "sms"}


def test_the_owner_is_told_as_well_as_who_applied_for_them(world):
    Case.objects.update(is_sample=False)
    case, owner = fresh(world), world.accounts["other citizen"].person
    record_consent(owner, world.accounts["citizen"].person, "con", "thử", acting(world, "other citizen"), world.at)
    Case.objects.filter(pk=case.pk).update(owner=owner)
    told = told_of(case, "case.accepted", world.at)
    assert {notice.person_id for notice in told} == {case.applicant_id, owner.pk}


def test_who_is_given_a_dossier_reads_it_on_the_desk_unless_they_took_it(world):
    handler, case = acting(world, "handler"), fresh(world)
    waiting = Case.objects.filter(
        step_right="cases.process", competent_unit_id=case.competent_unit_id, step_seat=None
    ).exclude(state=5)
    first, second = waiting[0], waiting[1]
    signer = acting(world, "signer")
    actions.assign_case(first, to_seat_id=handler.seat_id, by=signer, at=world.at)
    actions.assign_case(second, to_seat_id=handler.seat_id, by=handler, at=world.at)
    assert [n.seat_id for n in told_of(first, "case.assigned", world.at)] == [handler.seat_id]
    assert told_of(second, "case.assigned", world.at) == []
    (one,) = shown(notices_of(handler), "vi")
    assert one.title == f"Hồ sơ {first.number} chuyển đến bạn"
    assert one.path == f"/ban/ho-so/{first.number}"
    actions.assign_case(first, to_seat_id=None, by=signer, at=world.at)
    assert told_of(first, "case.assigned", world.at) == []


def office_case(world: World) -> Case:
    """A dossier in the hands of the ward's handler."""
    case = Case.objects.filter(
        step_right="cases.process", state=4, competent_unit_id=world.case.competent_unit_id, step_seat=None
    )[0]
    actions.assign_case(case, to_seat_id=acting(world, "handler").seat_id, by=acting(world, "signer"), at=world.at)
    return case


def with_mail(world: World, who: str, settings) -> None:
    settings.ENV = {**settings.ENV, "TINHSO_SMTP_HOST": "127.0.0.1"}
    change_contact(world.accounts[who].person, email=f"{who}@mau.example", by=SYSTEM, at=world.at)


def queued(notice: Notice) -> list[str]:
    """The letters of the notice in exchange's outbox, by channel."""
    rows = notice.deliveries.exclude(queued_at=None)
    assert Outgoing.objects.filter(key__in=[f"notice:{row.pk}" for row in rows]).count() == len(rows)
    return [row.channel for row in rows]


def test_who_is_reminded_reads_the_leaders_words_and_gets_mail(world, settings):
    with_mail(world, "handler", settings)
    case = office_case(world)
    day = local_day(world.at) + timedelta(days=2)
    remind(case, text="Làm trước thứ Sáu nhé", due_on=day, by=acting(world, "signer"), at=world.at)
    (notice,) = told_of(case, "one_stop.reminded", world.at)
    assert notice.seat_id == acting(world, "handler").seat_id
    (one,) = shown([notice], "vi")
    assert one.title == f"Lãnh đạo nhắc hồ sơ {case.number}"
    assert "Làm trước thứ Sáu nhé" in one.text and day_text(day) in one.text
    assert queued(notice) == ["email"]


def test_an_opinion_asked_goes_out_and_is_called_off_when_taken_back(world, settings):
    with_mail(world, "signer", settings)
    case, handler, signer = office_case(world), acting(world, "handler"), acting(world, "signer")
    opinion = actions.ask_opinion(
        case, "Có cần xác minh?", unit_id=signer.unit_id, seat_id=signer.seat_id, by=handler, at=world.at
    )
    (notice,) = told_of(case, "case.opinion_asked", world.at)
    assert notice.seat_id == signer.seat_id and queued(notice) == ["email"]
    actions.take_back_opinion(opinion, by=handler, at=world.at)
    (off,) = told_of(case, "case.opinion_taken_back", world.at)
    assert off.seat_id == signer.seat_id
    assert shown([off], "vi")[0].title == f"Không cần ý kiến về hồ sơ {case.number} nữa"


def test_a_standstill_is_told_to_the_holder_and_the_heads(world, settings):
    with_mail(world, "handler", settings)
    case = office_case(world)
    Case.objects.filter(pk=case.pk).update(is_sample=False, moved_at=world.at - timedelta(days=60), unmoved_since=None)
    while note_unmoved(by=SYSTEM, at=world.at):
        pass
    told = told_of(case, "case.unmoved", world.at)
    holder = next(one for one in told if one.seat_id == acting(world, "handler").seat_id)
    assert queued(holder) == ["email"]
    assert acting(world, "signer").seat_id in {one.seat_id for one in told}
    assert shown([holder], "vi")[0].title == f"Hồ sơ {case.number} đứng yên quá lâu"


def test_a_new_date_with_our_apology_and_one_counted_anew_reach_the_applicant(world, settings):
    settings.ENV = {**settings.ENV, "TINHSO_SMTP_HOST": "127.0.0.1"}
    case = office_case(world)
    Case.objects.filter(pk=case.pk).update(is_sample=False)
    change_contact(case.applicant, email="dan@mau.example", by=SYSTEM, at=world.at)
    case.refresh_from_db()
    actions.extend_case(case, 3, ground="Chờ xác minh", by=acting(world, "signer"), at=world.at)
    (apology,) = told_of(case, "case.extended", world.at)
    assert apology.person_id == case.applicant_id and queued(apology) == ["email"]
    assert "Chúng tôi xin lỗi" in shown([apology], "vi")[0].text
    before = case.due_at
    payload = {"due_before": before.isoformat(), "due_at": before.isoformat(), "ground": "Nghỉ bù"}
    write_entry("case.redated", case, by=acting(world, "operator"), at=world.at, payload=payload)
    (redated,) = told_of(case, "case.redated", world.at)
    assert redated.person_id == case.applicant_id and queued(redated) == ["email"]
    assert "Hẹn trước đây" in shown([redated], "vi")[0].text


def test_each_working_morning_every_seat_reads_its_share_once(world):
    monday = datetime(2026, 11, 30, 8, 0, tzinfo=LOCAL)
    assert tell_of_the_day(at=monday + timedelta(days=6)) == 0  # Sunday: nobody works
    told = tell_of_the_day(at=monday)
    assert told > 0
    assert Notice.objects.filter(kind="one_stop.digest").count() == told
    assert tell_of_the_day(at=monday + timedelta(hours=3)) == 0
    assert tell_of_the_day(at=monday + timedelta(days=1)) > 0
    (one,) = shown(notices_of(acting(world, "handler")).order_by("told_at")[:1], "vi")
    assert "Gấp nhất: H36" in one.text


def test_days_left_are_working_days(world):
    unit = world.case.competent_unit_id
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=LOCAL)
    assert working_days_left(unit, datetime(2026, 11, 30, 17, 0, tzinfo=LOCAL), friday) == 1
    assert working_days_left(unit, datetime(2026, 11, 27, 17, 0, tzinfo=LOCAL), friday) == 0
    assert working_days_left(unit, datetime(2026, 11, 20, 17, 0, tzinfo=LOCAL), friday) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fills_with_its_examples_and_short_ones_fit(language):
    ours = [kind for kind in notice_kinds if kind.code.startswith("one_stop.")]
    assert len(ours) >= 19
    for kind in ours:
        for channel in channels:
            if kind.receiver is Receiver.STAFF or (channel.is_short and not kind.has_short):
                continue
            values = written(kind, {one.name: one.example for one in kind.fields}, language)
            words = worded(
                shipped(kind, language, channel),
                values,
                channel,
                receiver="Mẫu",
                link="https://a.example/tra-cuu/H36.137-261125-0001",
            )
            assert words.body and "{" not in words.subject + words.body
            if channel.is_short:
                assert parts_of(words.body) <= 2, (kind.code, words.body)


def test_notices_lead_their_owner_home_and_others_to_the_digits(world):
    number = world.case.number
    assert world.client("citizen").get(f"/tra-cuu/{number}").url == f"/ho-so/{number}"
    stranger = world.client("other citizen").get(f"/tra-cuu/{number}")
    assert stranger.url == f"/tra-cuu?ma={number}"
    assert f'value="{number}"' in world.client("other citizen").get(stranger.url).content.decode()
    assert world.client("citizen").get("/tra-cuu/099188000017").url == "/tra-cuu"
