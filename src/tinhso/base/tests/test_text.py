from tinhso.base.text import fold, masked_number, name_sort_key, nfc, telephone


def test_it_works() -> None:
    assert fold("Đường  HOÀ Bình") == fold("duong hòa bình") == "duong hoa binh"


def test_people_sort_by_given_name_then_family_name() -> None:
    names = ["Trần Văn Ất", "Nguyễn Thị Ánh", "Lê Văn An", "Đỗ An", "Phạm Bình", "Dương An"]
    assert sorted(names, key=name_sort_key) == [
        "Dương An", "Đỗ An", "Lê Văn An", "Nguyễn Thị Ánh", "Trần Văn Ất", "Phạm Bình",
    ]  # fmt: skip


def test_decomposed_text_is_composed() -> None:
    assert nfc("Tie\u0302\u0301ng  Việt ") == "Tiếng Việt"


def test_a_masked_number_shows_three_and_two_digits() -> None:
    assert masked_number("068095001234") == "068•••••••34"


def test_a_telephone_number_is_read_in_parts() -> None:
    assert [telephone(number) for number in ("0912345678", "02633822345", "")] == ["0912 345 678", "0263 382 2345", ""]
