"""The counter takes a dossier in: card, known person, names, drafts, charges, and two presses of one button."""

import json
import re

import pytest
from django.test import Client

from tests.world import World
from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.queries import contact_of
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.models import CounterDraft

pytestmark = pytest.mark.django_db
FORM = "/ban/tiep-nhan/2.000815"
CARD = "068188000123||NGUYỄN THỊ LAN|14031988|Nữ|Tổ 4, Phường 1, Đà Lạt, Lâm Đồng|01072021"
COPY = {
    "ticks": "1",
    "applicant_name": "Nguyễn Thị Lan",
    "originals-count": "1",
    "originals-0-title": "Bằng",
    "originals-0-pages": "3",
    "originals-0-copies": "2",
}


@pytest.fixture
def counter(world: World) -> Client:
    client: Client = world.client("receiver")
    return client


def sent(client: Client, key: str, **changed: str) -> object:
    return client.post(FORM, COPY | {"key": key} | changed)


def case_of(answer: object) -> Case:
    return Case.objects.get(number=answer.headers["Location"].rpartition("/")[2])  # type: ignore[attr-defined]


def test_it_works(counter: Client) -> None:
    answer = sent(counter, "k-works")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert "Hẹn trả" in counter.get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]


def test_a_card_sent_without_the_script_fills_the_form_and_takes_nothing_in(counter: Client) -> None:
    before = Case.objects.count()
    page = counter.post(FORM, COPY | {"key": "k-card", "applicant_name": "", "card": CARD}).content.decode()
    for text in ("Nguyễn Thị Lan", "068188000123", "14/03/1988", "Tổ 4, Phường 1", "Nguồn: QR, chưa xác thực", "Bằng"):
        assert text in page
    assert CARD not in page
    assert Case.objects.count() == before


def test_a_garbled_card_fills_nothing_and_says_what_to_switch_off(counter: Client) -> None:
    answer = counter.post(
        FORM, COPY | {"key": "k-garbled", "applicant_name": "", "card": CARD.replace("|Nữ|", "|Nưx|")}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tắt bộ gõ tiếng Việt rồi quét lại" in page
    assert "Nguyễn Thị Lan" not in page
    assert "068188000123" not in page


def test_what_the_card_said_is_kept_with_the_person_and_its_source(counter: Client) -> None:
    who = {"who_birth_date": "14/03/1988", "who_sex": "female", "who_address": "Tổ 4", "from_card": "1"}
    case = case_of(sent(counter, "k-source", applicant_number="068188000999", **who))
    person = case.applicant
    assert (person.source, person.sex, str(person.birth_date)) == ("qr", "female", "1988-03-14")
    assert contact_of(person).address == "Tổ 4"


def test_a_name_of_bare_keys_is_asked_about_and_never_changed_silently(counter: Client) -> None:
    answer = sent(counter, "k-keys", applicant_name="Nguyeenx Thij Lan")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Ý bạn là “Nguyễn Thị Lan”?" in page
    assert 'value="Nguyeenx Thij Lan"' in page
    composed = counter.post(
        FORM, COPY | {"key": "k-keys", "applicant_name": "Nguyeenx Thij Lan", "compose": "applicant_name"}
    )
    assert 'value="Nguyễn Thị Lan"' in composed.content.decode()
    kept = sent(counter, "k-keys", applicant_name="Nguyeenx Thij Lan", names_are_right="1")
    assert case_of(kept).applicant.full_name == "Nguyeenx Thij Lan"


def test_a_second_press_gives_the_same_dossier(counter: Client) -> None:
    first, second = sent(counter, "k-twice"), sent(counter, "k-twice")
    assert first.headers["Location"] == second.headers["Location"]  # type: ignore[attr-defined]


def test_a_number_of_another_name_is_refused_until_the_desk_has_looked(counter: Client, world: World) -> None:
    create_person("Trần Văn Khác", number="068088000777", source="sample", by=system_actor("test"), at=now())
    answer = sent(counter, "k-other", applicant_number="068088000777")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "họ tên khác" in page
    assert "Trần Văn Khác" not in page
    taken = case_of(sent(counter, "k-other", applicant_number="068088000777", is_this_person="1"))
    assert taken.applicant.full_name == "Trần Văn Khác"


def test_contact_on_file_is_offered_to_who_knows_number_and_name_and_changed_as_they_say(counter: Client) -> None:
    person = create_person(
        "Nguyễn Thị Lan", number="068188000555", phone="0912000777", address="Tổ 9", source="sample",
        by=system_actor("test"), at=now(),
    )  # fmt: skip
    beside = counter.post(f"{FORM}/xem", COPY | {"applicant_number": "068188000555"}).content.decode()
    assert "0912000777" in beside
    assert "Tổ 9" in beside
    stranger = counter.post(f"{FORM}/xem", COPY | {"applicant_number": "068188000555", "applicant_name": "Ai Đó"})
    assert "0912000777" not in stranger.content.decode()
    sent(counter, "k-contact", applicant_number="068188000555", applicant_phone="0912 000 888")
    person.refresh_from_db()
    assert contact_of(person).phone == "0912000888"
    assert contact_of(person).address == "Tổ 9"


def test_what_is_half_typed_is_kept_sealed_and_comes_back(counter: Client, world: World) -> None:
    counter.post(f"{FORM}/xem", COPY | {"key": "k-draft", "card": CARD, "originals-0-title": "Bằng lái xe"})
    draft = CounterDraft.objects.get(code="2.000815")
    assert b"Lan" not in bytes(draft.typed_sealed)
    page = counter.get(FORM).content.decode()
    assert "Đã mở lại phần nhập dở" in page
    assert 'value="Bằng lái xe"' in page
    assert 'value="k-draft"' in page
    assert "068188000123" not in page  # the card itself is never kept
    counter.post(FORM, {"drop": "1"})
    assert not CounterDraft.objects.exists()


def test_what_arrives_to_be_kept_after_the_dossier_was_taken_in_does_not_meet_the_next_person(counter: Client) -> None:
    case_of(sent(counter, "k-late"))
    counter.post(f"{FORM}/xem", COPY | {"key": "k-late"})
    page = counter.get(FORM).content.decode()
    assert "Đã mở lại phần nhập dở" not in page
    assert 'value="k-late"' not in page
    assert COPY["applicant_name"] not in page
    assert not CounterDraft.objects.exists()


def test_a_page_sent_again_for_somebody_else_says_so_and_goes_through_at_the_second_press(counter: Client) -> None:
    first = case_of(sent(counter, "k-back"))
    again = sent(counter, "k-back", applicant_name="Lê Văn Sau")
    page = again.content.decode()  # type: ignore[attr-defined]
    assert again.status_code == 422  # type: ignore[attr-defined]
    assert "đã tiếp nhận một hồ sơ với nội dung khác" in page
    fresh = re.search(r'name="key" value="([^"]+)"', page)
    assert fresh
    second = case_of(sent(counter, fresh[1], applicant_name="Lê Văn Sau"))
    assert second.pk != first.pk
    assert second.applicant.full_name == "Lê Văn Sau"


def test_a_draft_is_the_seats_own_and_goes_when_the_dossier_is_taken_in(counter: Client, world: World) -> None:
    counter.post(f"{FORM}/xem", COPY | {"key": "k-own"})
    assert "Bằng" not in world.client("supervisor").get(FORM).content.decode()
    sent(counter, "k-own")
    assert "Đã mở lại phần nhập dở" not in counter.get(FORM).content.decode()


def test_the_charge_shown_is_the_charge_that_is_taken(counter: Client) -> None:
    beside = counter.post(f"{FORM}/xem", COPY | {"key": "k-charge"}).content.decode()
    case = case_of(sent(counter, "k-charge"))
    owed = sum(charge.amount for charge in case.charges.all())
    assert owed == 10_000
    assert dong(owed) in beside


def test_the_next_dossier_of_the_same_person_needs_no_number_typed_again(counter: Client) -> None:
    first = case_of(sent(counter, "k-next", applicant_number="068188000333"))
    counter.post("/ban/tiep-nhan", {"same": first.number, "code": "2.000815"})
    page = counter.get(FORM).content.decode()
    assert "068•••••••33" in page
    assert "068188000333" not in page
    boxes = dict(re.findall(r'name="(key|known_person)" value="([^"]+)"', page))
    second = case_of(sent(counter, boxes["key"], applicant_number="068•••••••33", known_person=boxes["known_person"]))
    assert second.applicant_id == first.applicant_id


def test_a_mask_opens_no_number_of_somebody_the_desk_never_served(counter: Client, world: World) -> None:
    stranger = create_person("Ai Đó", number="068188000444", source="sample", by=system_actor("test"), at=now())
    answer = sent(counter, "k-mask", applicant_number="068•••••••44", known_person=str(stranger.pk))
    assert answer.status_code == 422  # type: ignore[attr-defined]


def test_procedures_are_found_by_code_and_by_words_without_accents(counter: Client) -> None:
    for text in ("815", "chung thuc ban sao", "2.000815"):
        answer = counter.post("/ban/tiep-nhan", {"thu-tuc": text})
        assert answer.status_code == 302, text
    page = counter.post("/ban/tiep-nhan", {"thu-tuc": "khong co"}).content.decode()
    assert "Không có thủ tục nào khớp" in page


def test_a_card_scanned_before_the_procedure_is_carried_on_without_the_script(counter: Client) -> None:
    page = counter.post("/ban/tiep-nhan", {"card": CARD}).content.decode()
    assert "Nguồn: QR, chưa xác thực" in page
    carried = dict(re.findall(r'type="hidden" id="[^"]+" name="([^"]+)" value="([^"]+)"', page))
    assert carried["applicant_name"] == "Nguyễn Thị Lan"
    counter.post("/ban/tiep-nhan", carried | {"code": "2.000815"})
    assert 'value="Nguyễn Thị Lan"' in counter.get(FORM).content.decode()
    counter.post(FORM, {"drop": "1"})


def test_each_print_of_the_receipt_is_an_entry(counter: Client) -> None:
    case = case_of(sent(counter, "k-print"))
    assert counter.get(f"/ban/ho-so/{case.number}/in/a5").status_code == 302
    ticket = counter.get(f"/ban/ho-so/{case.number}/in/80mm").content.decode()
    assert "bản in thứ 2" in ticket
    prints = [json.loads(entry.payload) for entry in entries_of(case) if entry.event == "one_stop.receipt_printed"]
    assert prints == [{"copy": 1, "sheet": "a5"}, {"copy": 2, "sheet": "80mm"}]


def test_the_label_for_the_cover_comes_with_the_ticket_or_alone(counter: Client) -> None:
    case = case_of(sent(counter, "k-label"))
    for sheet in ("80mm", "nhan"):
        page = counter.get(f"/ban/ho-so/{case.number}/in/{sheet}").content.decode()
        label = page.partition("cover-label")[2].partition("</section>")[0]
        assert case.number in label and case.applicant.full_name in label and "data:image/svg+xml" in label
    prints = [json.loads(entry.payload)["sheet"] for entry in entries_of(case) if "receipt_printed" in entry.event]
    assert prints == ["80mm"]  # the label alone is no copy of the receipt
    assert counter.get(f"/ban/ho-so/{case.number}/in/a3").status_code == 404
    assert "/in/nhan" in counter.get(f"/ban/da-nhan/{case.number}").content.decode()


def test_cash_is_taken_at_once_and_the_change_is_said(counter: Client) -> None:
    case = case_of(sent(counter, "k-cash"))
    short = counter.post(f"/ban/ho-so/{case.number}/thu", {"given": "5.000"})
    assert short.status_code == 422
    assert "chưa đủ 10.000 đồng" in short.content.decode()
    done = counter.post(f"/ban/ho-so/{case.number}/thu", {"given": "50.000"}, follow=True)
    assert "Thối lại 40.000 đồng" in done.content.decode()
    assert not case.charges.filter(paid_at=None).exists()


def test_nobody_from_elsewhere_reads_the_draft_or_takes_the_money(world: World, counter: Client) -> None:
    case = case_of(sent(counter, "k-else"))
    assert world.client("stranger").post(f"/ban/ho-so/{case.number}/thu", {}).status_code == 404
    assert world.client("citizen").get(f"/ban/da-nhan/{case.number}").status_code == 403
