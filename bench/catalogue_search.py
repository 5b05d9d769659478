"""Finding a procedure: 200 mixed questions (whole and unfinished words, accents or none, wrong tone marks, codes,
sectors, loose sentences) against 2,278 procedures, and against twenty times as many. Each is asked five times; its
middle time counts.

``tinhso bench catalogue_search`` runs it in an installation of its own. The procedures are the ones the package
carries; what is missing to the number is made of them, under other codes and with their words shuffled.
"""

import random
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.modules.citizens.one_stop.actions.catalogue import FACTS, import_procedures
from tinhso.modules.citizens.one_stop.queries.catalogue import procedures_found
from tinhso.modules.citizens.one_stop.rules.importing import Row
from tinhso.modules.citizens.one_stop.rules.sources import read_rows

NATIONAL = 2_278
GOAL_MS = 50
QUESTIONS = 200
ON = date(2026, 11, 23)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def measure() -> list[dict[str, Any]]:
    """The p95 in milliseconds at both sizes; only the first has a goal."""
    with FACTS.open("rb") as stream:
        real = list(read_rows(stream))
    asked = questions(real)
    return [_result(real, asked, NATIONAL, GOAL_MS), _result(real, asked, 20 * NATIONAL, None)]


def _result(real: list[Row], asked: list[str], size: int, goal: int | None) -> dict[str, Any]:
    rows = [*real, *made_up(real, size - len(real))]
    import_procedures(rows, source="bench", valid_from=ON, by=system_actor("bench"), at=now())
    times = sorted(_middle_time(text) for text in asked)
    p95 = times[int(len(times) * 0.95)]
    return {
        "name": f"catalogue search p95 at {size:,} procedures",
        "value": round(p95, 1),
        "unit": "ms",
        "goal": goal or "-",
        "passed": goal is None or p95 <= goal,
        "p50": round(times[len(times) // 2], 1),
        "slowest": round(times[-1], 1),
        "questions": len(asked),
    }


def _middle_time(text: str) -> float:
    """Milliseconds of one question, the middle one of five; every question must find something."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        found = procedures_found(text, on=ON)
        times.append((time.perf_counter() - begun) * 1000)
        assert found.hits, text
    return sorted(times)[2]


def made_up(real: list[Row], count: int) -> Iterator[Row]:
    chance = random.Random(1)
    for number in range(count):
        fields = dict((chance.choice(real)).fields or {})
        words = str(fields["name"]).split()
        cut = chance.randrange(1, max(2, len(words)))
        name = " ".join([*words[cut:], *words[:cut], str(number)])
        yield Row(number, fields | {"code": f"9.{number:06d}", "name": name})


def questions(real: list[Row]) -> list[str]:
    chance = random.Random(2)
    kinds = (_phrase, _plain, _unfinished, _wrong_tones, _code, _sector, _sentence)
    return [kinds[number % len(kinds)](chance.choice(real).fields or {}, chance) for number in range(QUESTIONS)]


def _phrase(fields: Any, chance: random.Random) -> str:
    words = fields["name"].split()
    start = chance.randrange(max(1, len(words) - 3))
    return " ".join(words[start : start + chance.randrange(2, 5)])


def _plain(fields: Any, chance: random.Random) -> str:
    parts = unicodedata.normalize("NFD", _phrase(fields, chance).replace("đ", "d"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _unfinished(fields: Any, chance: random.Random) -> str:
    return _phrase(fields, chance)[:-1]


def _wrong_tones(fields: Any, chance: random.Random) -> str:
    parts = unicodedata.normalize("NFD", _phrase(fields, chance))
    return unicodedata.normalize("NFC", "".join(chance.choice(TONES) if char in TONES else char for char in parts))


def _code(fields: Any, chance: random.Random) -> str:
    return str(fields["code"])[: chance.choice((6, 8))]


def _sector(fields: Any, chance: random.Random) -> str:
    return f"{fields['sector']} {fields['name'].split()[-1]}"


def _sentence(fields: Any, chance: random.Random) -> str:
    return f"tôi muốn làm {_phrase(fields, chance)} cho gia đình ở xã"
