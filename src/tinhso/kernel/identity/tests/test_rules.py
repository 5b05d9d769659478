"""Numbers, cards, passwords, waiting, sessions: decided without database or clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.identity.rules import card, numbers, passwords, sessions, stages, waiting
from tinhso.kernel.identity.rules.places import IS_VERIFIED, PLACES

CARD = "068188000123|250123456|NGUYỄN THỊ LAN|14031988|Nữ|Thôn 3, Đạ Huoai, Lâm Đồng|01052021"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_it_works():
    said = numbers.read_number("068 188 000123")
    assert (said.place.name, said.sex, said.birth_year) == ("Lâm Đồng", "female", 1988)
    assert numbers.number_fault("068188000123") == ""


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "letters"),
        ("06818800012", "length"),
        ("0681880001234", "length"),
        ("06818800012x", "letters"),
        ("250123456", "length"),
    ],
)
def test_what_is_no_number_says_why(number, fault):
    assert numbers.number_fault(number) == fault


def test_a_number_that_does_not_fit_is_a_warning():
    number = "068188000123"
    assert numbers.number_warnings(number, birth_date=date(1988, 3, 14), sex="female") == ()
    assert numbers.number_warnings(number, birth_date=date(1989, 1, 1), sex="male") == ("birth_year", "sex")
    assert numbers.number_warnings("999188000123") == ("place",)


@pytest.mark.parametrize(
    ("digit", "year", "sex"),
    [("0", 1907, "male"), ("1", 1907, "female"), ("2", 2007, "male"), ("3", 2007, "female"), ("5", 2107, "female")],
)
def test_digit_four_tells_century_and_sex(digit, year, sex):
    said = numbers.read_number(f"068{digit}07000123")
    assert (said.birth_year, said.sex) == (year, sex)


def test_the_places_are_the_63_provinces_of_before_and_marked_unchecked():
    assert len(PLACES) == 63
    assert not IS_VERIFIED


def test_old_numbers_are_known_as_such():
    assert numbers.is_old_number("250 123 456")
    assert not numbers.is_old_number("068188000123")


@pytest.mark.parametrize("phone", ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678"])
def test_a_phone_is_the_same_however_written(phone):
    assert numbers.phone_digits(phone) == "0912345678"
    assert numbers.is_phone(phone)


def test_a_free_text_loses_every_number_that_could_be_personal():
    text = "xem 068 188 000123, 0912.345.678 và tờ 12/QĐ ngày 01/02/2026"
    assert numbers.without_numbers(text) == "xem •, • và tờ 12/QĐ ngày 01/02/2026"


def test_a_card_is_read():
    read = card.read_card(CARD)
    assert (read.problem, read.number, read.old_number) == ("", "068188000123", "250123456")
    assert (read.full_name, read.birth_date, read.sex) == ("Nguyễn Thị Lan", date(1988, 3, 14), "female")
    assert (read.address, read.issued_on) == ("Thôn 3, Đạ Huoai, Lâm Đồng", date(2021, 5, 1))
    assert read.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("|250123456|", "||"),
        CARD + "|thêm|nữa|12",
        CARD.rsplit("|", 1)[0],
        CARD.replace("14031988", "14/03/1988"),
        f"  {CARD}\r\n",
    ],
)
def test_cards_of_all_years_are_read(text):
    read = card.read_card(text)
    assert (read.problem, read.full_name, read.birth_date) == ("", "Nguyễn Thị Lan", date(1988, 3, 14))


@pytest.mark.parametrize(
    "text",
    [
        "068188000123|250123456|NGUYỄN THỊ LAN|14031988|Nữ",  # bars lost
        "068188000123250123456NGUYỄN THỊ LAN14031988Nữ",  # all bars lost
        CARD.replace("|Nữ|", "|Nưx|"),  # Telex took the letters
        CARD.replace("14031988", "1áo31988"),  # VNI took the digits
        CARD.replace("068188000123", "06ẩ188000123"),
    ],
)
def test_a_text_garbled_by_an_input_method_is_recognised(text):
    assert card.read_card(text).problem == "garbled"


@pytest.mark.parametrize("text", ["", "xin chào", "https://example.vn", "H36.12-261123-0042"])
def test_something_else_is_no_card(text):
    assert card.read_card(text).problem == "not_a_card"


def test_a_reading_shows_nothing_personal_when_printed():
    assert "068188000123" not in repr(card.read_card(CARD))
    assert "LAN" not in repr(card.read_card(CARD)).upper()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    assert card.read_card(text).problem in ("", "garbled", "not_a_card")


@given(st.integers(0, len(CARD) - 1), st.characters(), st.booleans())
def test_no_damaged_card_breaks_the_reader(place, char, cut):
    damaged = CARD[:place] + char + ("" if cut else CARD[place + 1 :])
    assert card.read_card(damaged).problem in ("", "garbled", "not_a_card")


def test_waiting_doubles_to_a_limit():
    minutes = [waiting.wait_after(n, waiting.LOGIN).total_seconds() / 60 for n in (0, 4, 5, 6, 7, 8, 9, 10, 10_000)]
    assert minutes == [0, 0, 1, 2, 4, 8, 15, 15, 15]


def test_old_failures_are_forgotten():
    assert waiting.failures_before(9, AT - timedelta(hours=24), AT, waiting.LOGIN) == 9
    assert waiting.failures_before(9, AT - timedelta(hours=24, seconds=1), AT, waiting.LOGIN) == 0


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("ngắn", "short"),
        ("x" * 129, "long"),
        ("aabbaabbaabb", "same"),
        ("nguyenvannam99", "own"),
        ("nam.nguyen@2026", "own"),
        ("MatKhau@123456", "common"),
        ("startfinding", "common"),
    ],
)
def test_weak_passwords_say_why(password, fault):
    assert fault in passwords.password_faults(password, login="nam.nguyen", full_name="Nguyễn Văn Nam")


@pytest.mark.parametrize("password", ["bốn con voi đi tắm suối", "kd8-Qw!z2Lm9", "con mèo Nam ngủ trưa trên mái"])
def test_good_passwords_pass(password):
    assert passwords.password_faults(password, login="nam.nguyen", full_name="Nguyễn Văn Nam") == ()


def test_a_one_time_password_has_no_letter_that_is_misread():
    drawn = passwords.one_time_password(lambda letters: letters[0])
    assert drawn == "aaaa-aaaa-aaaa-aaaa"
    assert not set("0o1il") & set(passwords.CLEAR)


def test_the_device_comes_before_the_new_password():
    passed = {"code_passed": True, "must_change_password": True}
    assert stages.next_stage(has_device=False, code_passed=False, must_change_password=True) == stages.ENROL
    assert stages.next_stage(has_device=True, code_passed=False, must_change_password=True) == stages.CODE
    assert stages.next_stage(has_device=True, **passed) == stages.NEW_PASSWORD
    assert stages.next_stage(has_device=True, code_passed=True, must_change_password=False) == stages.DONE


@pytest.mark.parametrize(
    "wanted", ["/tai-khoan?a=1", "http://tinh.vn/tai-khoan?a=1", "https://tinh.vn/tai-khoan?a=1#x"]
)
def test_a_page_of_this_site_is_gone_back_to(wanted):
    assert sessions.local_path(wanted, "tinh.vn") == "/tai-khoan?a=1"


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://tinh.vn.evil.example/",
        "https://tinh.vn@evil.example/",
        "http:///evil.example",
        "https://tinh.vn//evil.example",
    ],
)
def test_a_sign_in_never_leads_elsewhere(wanted):
    assert sessions.local_path(wanted, "tinh.vn") == "/"


def test_a_session_ends_when_unused_and_after_a_days_work():
    ends = AT.timestamp() + sessions.IDLE_SECONDS
    assert not sessions.is_over(ends, AT, AT + timedelta(minutes=30))
    assert sessions.is_over(ends, AT, AT + timedelta(minutes=30, seconds=1))
    assert sessions.is_over(AT.timestamp() + 10**6, AT, AT + timedelta(hours=12, seconds=1))
