"""Synthetic answers about civil status."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tinhso.modules.citizens.one_stop.sample.answers.papers import HOME, applicant
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic


def birth(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """A child born in the last weeks; the applicant is the mother or the father."""
    other = _partner(who, rng)
    mother, father = (who, other) if who.sex == "female" else (other, who)
    family = father.full_name.split(" ")[0]
    return {
        "child_name": f"{family} {rng.choice(('Gia', 'Minh', 'Bảo'))} {rng.choice(('Hân', 'Khôi', 'An', 'Nhi'))}",
        "child_birth_date": (on - timedelta(days=rng.randrange(3, 40))).isoformat(),
        "child_sex": rng.choice(("male", "female")),
        "child_ethnicity": rng.choice(("Kinh", "K’Ho", "Mạ")),
        "child_nationality": "Việt Nam",
        "birth_place": "Bệnh viện Đa khoa Lâm Đồng (mẫu)",
        "child_hometown": HOME,
        **_parent("mother", mother),
        **_parent("father", father),
        **applicant(who),
        "applicant_relation": "mother" if who.sex == "female" else "father",
    }


def _parent(which: str, who: Synthetic) -> dict[str, Any]:
    return {
        f"has_{which}": True,
        f"{which}_name": who.full_name,
        f"{which}_birth_date": who.birth_date.isoformat(),
        f"{which}_number": who.number,
        f"{which}_ethnicity": "Kinh",
        f"{which}_nationality": "Việt Nam",
        f"{which}_residence": HOME,
    }


def birth_residence_insurance(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """A child that lives with both parents; the applicant is the head of the household."""
    return birth(who, on, rng) | {
        "residence_with": "both",
        "residence_address": HOME,
        "head_name": who.full_name,
        "head_number": who.number,
        "head_relation": "con",
        "head_agrees": True,
        "clinic": "Trạm Y tế phường Xuân Hương - Đà Lạt (mẫu)",
        "card_by": "electronic",
    }


def marriage(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """Two people, the first marriage of both."""
    other = _partner(who, rng)
    return {
        **applicant(who),
        "applicant_birth_date": who.birth_date.isoformat(),
        "applicant_side": who.sex,
        **_spouse("applicant"),
        "partner_name": other.full_name,
        "partner_birth_date": other.birth_date.isoformat(),
        "partner_number": other.number,
        **_spouse("partner"),
        "extract_copies": rng.randrange(0, 4),
        "is_voluntary": True,
    }


def _partner(who: Synthetic, rng: Random) -> Synthetic:
    return synthetic(rng, sex="male" if who.sex == "female" else "female", oldest=1985)


def _spouse(which: str) -> dict[str, Any]:
    return {
        f"{which}_ethnicity": "Kinh",
        f"{which}_nationality": "Việt Nam",
        f"{which}_address": HOME,
        f"{which}_times": 1,
    }


def marital_status(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    partner = _partner(who, rng)
    return {
        **applicant(who),
        "applicant_address": HOME,
        "applicant_relation": "self",
        "subject_birth_date": who.birth_date.isoformat(),
        "subject_sex": who.sex,
        "subject_ethnicity": "Kinh",
        "subject_nationality": "Việt Nam",
        "subject_address": HOME,
        "status_since": date(who.birth_date.year + 20, 1, 15).isoformat(),
        "status": "never",
        "purpose": "marry",
        "marry_whom": partner.full_name,
        "marry_where": "Ủy ban nhân dân phường Xuân Hương - Đà Lạt",
        "had_before": False,
    }


def extract(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """A copy of the applicant's own birth certificate."""
    return {
        **applicant(who),
        "applicant_address": HOME,
        "applicant_relation": "self",
        "event": "birth",
        "subject_name": who.full_name,
        "subject_birth_date": who.birth_date.isoformat(),
        "subject_sex": who.sex,
        "subject_number": who.number,
        "subject_ethnicity": "Kinh",
        "subject_nationality": "Việt Nam",
        "registered_where": "Ủy ban nhân dân phường 4 (cũ)",
        "registered_on": str(who.birth_date.year),
        "copies": rng.randrange(1, 6),
    }


def birth_again(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """The applicant's own birth, whose register is lost."""
    mother, father = (synthetic(rng, sex=sex, oldest=1935, youngest=1945) for sex in ("female", "male"))
    return {
        **applicant(who),
        "applicant_relation": "self",
        "child_name": who.full_name,
        "child_birth_date": who.birth_date.isoformat(),
        "child_sex": who.sex,
        "child_number": who.number,
        "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
        "birth_place": "Nhà hộ sinh Đà Lạt (mẫu)",
        "child_hometown": HOME,
        **_parent("mother", mother),
        **_parent("father", father),
        "registered_where": "Ủy ban nhân dân phường 4 (cũ)",
        "registered_on": str(who.birth_date.year),
        "reason": "Sổ đăng ký khai sinh và bản chính Giấy khai sinh đều đã mất.",
        "has_given_all": True,
        "extract_copies": rng.randrange(0, 3),
    }
