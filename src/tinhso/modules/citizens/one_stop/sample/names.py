"""Synthetic people: names put together by a seeded generator, numbers that no card can carry."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "K’", "Đỗ", "Ngô", "Lơ Mu")
_MIDDLE = {"male": ("Văn", "Hữu", "Đức", "Minh", "Quang"), "female": ("Thị", "Ngọc", "Thu", "Hồng", "Kim")}
_GIVEN = {
    "male": ("An", "Bảo", "Cường", "Dũng", "Hải", "Khánh", "Long", "Nam", "Phúc", "Sơn", "Tuấn", "Vinh"),
    "female": ("Ánh", "Bình", "Chi", "Diệu", "Hà", "Lan", "Mai", "Nga", "Oanh", "Thảo", "Uyên", "Yến"),
}


@dataclass(frozen=True)
class Synthetic:
    full_name: str
    sex: str
    birth_date: date
    number: str
    phone: str


def synthetic(
    rng: Random, *, sex: str = "", oldest: int = 1960, youngest: int = 2003, tail: int | None = None
) -> Synthetic:
    """A person whose number has a province code that was never given out (000), so it is nobody's.

    ``tail`` fixes the last six digits where many must not meet.
    """
    sex = sex or rng.choice(("male", "female"))
    born = date(oldest, 1, 1) + timedelta(days=rng.randrange((youngest - oldest) * 365))
    century = {19: 0, 20: 2}[born.year // 100] + (sex == "female")
    last = rng.randrange(10**6) if tail is None else tail % 10**6
    number = f"000{century}{born.year % 100:02d}{last:06d}"
    name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE[sex])} {rng.choice(_GIVEN[sex])}"
    return Synthetic(name, sex, born, number, f"0900{rng.randrange(10**6):06d}")
