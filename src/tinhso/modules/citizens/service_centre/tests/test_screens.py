"""The pages as browsers without a script get them; who may open which; and none of it needs the world outside."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.world import session_of
from tinhso.base.moments import local_day, now
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.exchange.models import Attempt, Outgoing
from tinhso.kernel.identity.actions import confirm_device, create_account, device_secret
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.models import UnitCode
from tinhso.modules.citizens.service_centre import urls
from tinhso.modules.citizens.service_centre.actions.setting import enact_usual_rules
from tinhso.modules.citizens.service_centre.models import Appointment, QueueTicket, VisitRating
from tinhso.modules.citizens.service_centre.rules.roles import CLERK, HEAD
from tinhso.modules.citizens.service_centre.tests.conftest import AT, CODE, SYSTEM, Hall
from tinhso.shell.audience import audience_of

pytestmark = pytest.mark.django_db
RIGHTS = {who: set(declared_roles.get(role).rights) for who, role in (("clerk", CLERK), ("head", HEAD))}


def signed_in(hall: Hall, who: str) -> Client:
    """The browser of the first clerk, of the head or of the clerk of another unit."""
    actor = {"clerk": hall.clerks[0], "other clerk": hall.clerks[1], "head": hall.head, "stranger": hall.stranger}[who]
    seat = Seat.objects.select_related("person").get(pk=actor.seat_id)
    account, _password = create_account(
        f"nguoi-{who.replace(' ', '')}", seat.person, own_password="x", by=SYSTEM, at=AT
    )
    device_secret(account)
    confirm_device(account, by=actor_of_account(account, AT), at=AT)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    return client


def url(name: str, *parts: str) -> str:
    return reverse(f"service_centre:{name}", args=parts)


def taken(hall: Hall, priority: str = "") -> QueueTicket:
    """Somebody touches the kiosk twice."""
    kiosk, here = Client(), url("kiosk", hall.centre.kiosk_token)
    assert "Hộ tịch" in kiosk.get(here).content.decode()
    page = kiosk.get(f"{here}?nhom=A").content.decode()
    key = re.search(r'name="khoa" value="([^"]+)"', page)
    assert key
    answer = kiosk.post(here, {"nhom": "A", "khoa": key[1], "dien": priority})
    assert answer.status_code == 302
    printed = kiosk.get(answer["Location"])
    assert printed["Refresh"].endswith(here)
    assert "data-print-now" in printed.content.decode()
    return QueueTicket.objects.latest("taken_at")


def act(client: Client, slug: str, **facts: Any) -> str:
    answer = client.post(url("counter_act", slug), facts, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def served_of(page: str) -> str:
    found = re.search(r'name="luot" value="([^"]*)"', page)
    return found[1] if found else ""


def test_it_works(hall: Hall) -> None:
    """Kiosk, counter, display, phone and faces, each in a browser of its own, without a script."""
    ticket, number = taken(hall), "A001"
    phone = Client().get(url("ticket", ticket.token)).content.decode()
    assert number in phone
    assert "Không có ai trước" in phone
    clerk = signed_in(hall, "clerk")
    assert "Vào quầy" in clerk.get(url("calling")).content.decode()
    page = act(clerk, "vao", quay=hall.counters[0].pk)
    assert "Gọi số kế" in page
    page = act(clerk, "ke", luot="")
    assert number in page
    shown = Client().get(url("display", CODE)).content.decode()
    assert "Mời số A không không một đến quầy một" in shown
    assert "đến quầy 1" in Client().get(url("ticket_state", ticket.token)).content.decode()
    act(clerk, "goi-lai", luot=served_of(page))
    act(clerk, "xong", luot=served_of(page))
    tablet = Client()
    asked = tablet.get(url("tablet", hall.centre.kiosk_token, "1")).content.decode()
    assert ticket.token in asked
    thanked = tablet.post(
        url("tablet", hall.centre.kiosk_token, "1"), {"so": ticket.token, "muc": "5", "ly-do": "nhanh"}
    )
    assert "Cảm ơn" in thanked.content.decode()
    assert VisitRating.objects.get().score == 5
    assert ticket.token not in tablet.get(url("tablet", hall.centre.kiosk_token, "1")).content.decode()
    assert tablet.post(url("rating", ticket.token), {"muc": "1"}).status_code == 409


def test_the_ticket_says_nothing_about_who_holds_it(hall: Hall) -> None:
    ticket = taken(hall, "mang-thai")
    told = Client().get(url("ticket", ticket.token)).content.decode()
    assert "mang thai" not in told.lower()
    assert "mang-thai" not in told
    assert "mang-thai" not in str(Entry.objects.latest("recorded_at").payload)


def test_nonsense_is_answered_kindly(hall: Hall) -> None:
    token, client = hall.centre.kiosk_token, Client()
    assert client.get(url("kiosk", "KHONGCO")).status_code == 404
    assert client.get(url("kiosk", token) + "?nhom=ZZ").status_code == 404
    assert client.post(url("kiosk", token), {"nhom": "A", "dien": "bịa"}).status_code == 422
    assert client.post(url("arrive", token), {"ma": "🙂'--"}).status_code == 422
    assert client.get(url("display", "X.9")).status_code == 404
    assert client.get(url("booking", CODE) + "?nhom=A&ngay=hom-nay").status_code == 200
    assert client.post(url("booking", CODE) + "?nhom=A&ngay=2030-01-01", {"gio": "x"}).status_code == 422
    ticket = taken(hall)
    assert client.post(url("rating", ticket.token), {"muc": "٥"}).status_code == 422
    assert client.get(url("tablet", token, "99")).status_code == 404
    clerk = signed_in(hall, "clerk")
    assert "Bạn chưa vào quầy" in act(clerk, "ke", luot="không phải mã")
    act(clerk, "vao", quay=hall.counters[0].pk)
    assert "không còn phục vụ" in act(clerk, "vang", luot="")
    assert clerk.post(url("counter_act", "bay")).status_code == 404


def test_two_clerks_see_that_a_counter_is_taken(hall: Hall) -> None:
    clerk, other = signed_in(hall, "clerk"), signed_in(hall, "other clerk")
    act(clerk, "vao", quay=hall.counters[0].pk)
    assert "đang có người ngồi" in act(other, "vao", quay=hall.counters[0].pk)
    assert "Bạn chưa vào quầy" in act(other, "vao", quay="")


def test_a_time_is_booked_changed_and_kept(hall: Hall) -> None:
    phone, here = Client(), url("booking", CODE)
    page = phone.get(f"{here}?thu-tuc=1.001193").content.decode()
    day = sorted(set(re.findall(r"ngay=(\d{4}-\d\d-\d\d)", page)))[-1]
    page = phone.get(f"{here}?nhom=A&thu-tuc=1.001193&ngay={day}").content.decode()
    times = re.findall(r'name="gio" id="gio-\d+" value="([^"]+)"', page)
    facts = {"gio": times[0], "khoa": "k", "thu-tuc": "1.001193"}
    wrong = phone.post(f"{here}?nhom=A&ngay={day}", facts | {"ten": ""})
    assert (wrong.status_code, "Ghi họ tên" in wrong.content.decode()) == (422, True)
    made = phone.post(f"{here}?nhom=A&ngay={day}", facts | {"ten": "Lê Thị Mẫu"})
    booked = Appointment.objects.get()
    assert made["Location"] == url("appointment", booked.code)
    assert "Lê Thị Mẫu" not in phone.get(made["Location"]).content.decode()
    assert phone.post(url("change_appointment", booked.code), {"gio": times[1]}).status_code == 302
    booked.refresh_from_db()
    assert booked.starts_at.isoformat() != times[0]
    clerk = signed_in(hall, "clerk")
    listed = clerk.get(url("day_appointments") + f"?ngay={day}").content.decode()
    assert "Lê Thị Mẫu" in listed
    assert (
        "Lê Thị Mẫu" not in signed_in(hall, "stranger").get(url("day_appointments") + f"?ngay={day}").content.decode()
    )
    Appointment.objects.update(starts_at=now() + timedelta(minutes=2), ends_at=now() + timedelta(minutes=32))
    arrived = Client().post(url("arrive", hall.centre.kiosk_token), {"ma": booked.code.lower()})
    if local_day(now() + timedelta(minutes=2)) == local_day(now()):  # two minutes before midnight it is another day
        assert arrived.status_code == 302
        assert QueueTicket.objects.get().is_on_time
    assert phone.post(url("appointment", booked.code)).status_code in (302, 409)


def test_the_head_sees_counts_and_takes_them_away(hall: Hall) -> None:
    test_it_works(hall)
    head = signed_in(hall, "head")
    page = head.get(url("statistics")).content.decode()
    assert "Giải quyết nhanh: 1" in page
    assert not [clerk.name for clerk in hall.clerks if clerk.name in page.split("<main")[1]]  # groups, never a clerk
    sheet = openpyxl.load_workbook(BytesIO(head.get(url("export", "xlsx")).content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[2][1:2] + rows[2][3:5] == ("A Hộ tịch", "1", "1")
    text = head.get(url("export", "csv")).content.decode("utf-8-sig")
    assert "A Hộ tịch" in text.splitlines()[2]
    assert head.get(url("export", "pdf")).status_code == 404
    assert Entry.objects.filter(event="service_centre.exported").count() == 2


def test_a_centre_is_set_up_by_hand(hall: Hall) -> None:
    """Another unit opens its own: a group, a counter, what it serves, when; then its kiosk gives numbers."""
    Seat.objects.filter(pk=hall.stranger.seat_id).update(roles=[HEAD])
    head = signed_in(hall, "stranger")
    code = UnitCode.objects.get(code="H99.2.1")
    UnitCode.objects.filter(pk=code.pk).update(system="legacy")
    assert head.post(url("open_here")).status_code == 409  # its public addresses carry the code
    code.save()
    assert "Mở lấy số tại đây" in head.get(url("setting")).content.decode()
    head.post(url("open_here"))

    def setting(slug: str, **facts: Any) -> str:
        return str(head.post(url("setting_act", slug), facts, follow=True).content.decode())

    assert "Đã ghi" in setting("them-nhom", ma="h", ten="Hướng dẫn")
    assert "đã dùng" in setting("them-nhom", ma="H", ten="Khác")
    assert "Chưa ghi đủ" in setting("them-quay", so="không")
    assert "Đã ghi" in setting("them-quay", so="07")
    centre = hall.centre.__class__.objects.exclude(pk=hall.centre.pk).get()
    counter, group = centre.counters.get(), centre.groups.get()
    assert counter.number == "7"
    assert "Đã ghi" in setting("dich-vu", quay=counter.pk, nhom=group.pk)
    hours = {"quay": counter.pk, "thu": ["0", "1"], "tu-gio": "07:30", "den-gio": "11:30"}
    assert "Đã ghi" in setting("them-ca", **hours)
    assert "chưa đúng" in setting("them-ca", **hours)  # the same again overlaps
    assert "Hướng dẫn" in Client().get(url("kiosk", centre.kiosk_token)).content.decode()
    old = centre.kiosk_token
    setting("doi-may")
    assert Client().get(url("kiosk", old)).status_code == 404
    assert setting("thoi-ca", ca=counter.shifts.all()[0].pk)
    assert counter.shifts.count() == 1
    assert head.post(url("setting_act", "dich-vu"), {"quay": hall.counters[0].pk}, follow=True).status_code == 200
    assert hall.counters[0].offers.filter(valid_to=None).exists()  # another centre's counter is not theirs


@pytest.mark.parametrize("who", ["anonymous", "stranger", "clerk", "head"])
def test_nobody_passes_a_door_that_is_not_theirs(hall: Hall, who: str) -> None:
    client = Client() if who == "anonymous" else signed_in(hall, who)
    allowed = RIGHTS.get("clerk" if who == "stranger" else who, set()) | {"public"}
    facts = {"token": "KHONGCO", "code": "X.9", "slug": "khong-co", "kind": "xml"}
    for entry in urls.urlpatterns:
        declared = audience_of(entry.callback)
        assert declared is not None
        path = reverse(f"service_centre:{entry.name}", kwargs={name: facts[name] for name in entry.pattern.converters})
        for answer in (client.get(path), client.post(path)):
            if declared.code in allowed:
                assert answer.status_code in (200, 302, 404, 405, 409, 422), (who, entry.name)
            else:
                assert answer.status_code in (302, 403, 405), (who, entry.name)
                assert answer.status_code != 302 or "/dang-nhap" in answer["Location"], (who, entry.name)


@pytest.fixture
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """No connection leaves the machine: any try is refused, and told."""
    tried: list[Any] = []
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1"):
            return connect(self, address)
        tried.append(address)
        raise OSError("the network is down")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: (_ for _ in ()).throw(OSError("no names either")))
    yield tried


def test_kiosk_and_counter_go_on_while_the_network_is_down(hall: Hall, nothing_outside: list[Any]) -> None:
    """Everything that a day needs, with every connector dead: nothing waits, nothing is tried, nothing is queued."""
    test_it_works(hall)
    assert nothing_outside == []
    assert (Outgoing.objects.count(), Attempt.objects.count()) == (0, 0)
    with pytest.raises(OSError, match="no names either"):
        socket.create_connection(("192.0.2.1", 80))


def test_rules_are_enacted_once(hall: Hall) -> None:
    assert enact_usual_rules(valid_from=AT.date(), by=SYSTEM, at=AT) == []
