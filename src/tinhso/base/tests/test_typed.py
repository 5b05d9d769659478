"""Names typed while the input method was off are recognised; everything else stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.typed import composed, is_bare_keys

TONES = {"\u0301": ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"), "\u0303": ("x", "4"), "\u0323": ("j", "5")}
SHAPES = {"\u0302": ("", "6"), "\u031b": ("w", "7"), "\u0306": ("w", "8")}
NAMES = (
    "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lương Mai Tô Trương Hà Vương Văn "
    "Thị Hữu Đức Công Ngọc Quốc Minh Hoàng Thanh Phước Thúy Hòa Tuyết Ánh Hường Phượng Quỳnh Nhiên Ẩn Điểu Diễm Kiều "
    "Khuê Nghĩa Tuấn Hậu Quế Quyên Xuân Thuận Giang Gấm Cường Thảo Thoa Oanh Yến Hiếu Khoẻ Sửu Tý Dậu Mỹ Vỹ Huệ Loan "
    "Tường"
).split()


def test_it_works() -> None:
    assert composed("Nguyeenx Vawn Ans") == "Nguyễn Văn Án"
    assert composed("Nguye6n4 Va8n A1n") == "Nguyễn Văn Án"


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("Trần Thij Hoaf", "Trần Thị Hòa"),
        ("TRAANF VAWN DDUWCS", "TRẦN VĂN ĐỨC"),
        ("dduwowngf", "đường"),
        ("Huwowngf", "Hường"),
        ("Huowngf", "Hường"),
        ("Phuowcs", "Phước"),
        ("Quyenef", "Quyenef"),
        ("Thuyr", "Thủy"),
        ("Nguyeexn", "Nguyễn"),
        ("Le6 Thi5 Thu3y", "Lê Thị Thủy"),
        ("D9inh Hu7o7ng", "Đinh Hương"),
        ("Nhwx", "Nhữ"),
        ("Quawng", "Quăng"),
    ],
)
def test_keys_of_telex_and_vni_are_composed(keys: str, meant: str) -> None:
    assert composed(keys) == meant


@pytest.mark.parametrize(
    "name",
    [
        "Nguyen Van An",
        "Lê Thị Ánh Tuyết",
        "H’Mai Niê",
        "K’Brơih",
        "Ka Să Hạ",
        "Rơ Ô Bhung",
        "Kpă H'Lơn",
        "Rmah Wer",
        "Ksor Đung",
        "Alexander Schmidt",
        "Tổ 4",
        "Xuan Linh",
        "",
        "MA 123456",
        "thửa 12",
    ],
)
def test_what_is_no_bare_typing_stays(name: str) -> None:
    assert composed(name) == name
    assert not is_bare_keys(name)


def keys_of(syllable: str, method: int) -> str:
    """The keystrokes of a syllable: 0 Telex, 1 VNI; the tone last."""
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", syllable.replace("đ", "D-").replace("Đ", "Đ-")):
        if char == "-":
            letters[-1:] = (["dd"], ["d9"])[method] if letters[-1] == "D" else (["Dd"], ["D9"])[method]
        elif char in TONES:
            tone = TONES[char][method]
        elif char in SHAPES:
            letters.append(SHAPES[char][method] or letters[-1].lower())
        else:
            letters.append(char)
    return "".join(letters) + tone


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.sampled_from([0, 1]))
def test_every_name_comes_back_from_its_keystrokes(words: list[str], method: int) -> None:
    typed = " ".join(keys_of(word, method) for word in words)
    assert composed(typed) == " ".join(words).replace("Khoẻ", "Khỏe")


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5))
def test_a_name_as_it_should_be_is_never_touched(words: list[str]) -> None:
    name = " ".join(words)
    assert composed(name) == name
    assert composed(composed(name)) == composed(name)


@given(st.text(max_size=60))
def test_nothing_anybody_types_breaks_it(text: str) -> None:
    assert isinstance(composed(text), str)
