"""The units the package carries as facts (facts/organisations): the sample province and its history."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from tinhso.kernel.organisations.actions import ProvinceFacts, SuccessionFacts, UnitFacts

_FACTS = Path(__file__).resolve().parent.parent / "facts" / "organisations"
_NOW, _THEN, _QD20 = "statistics", "statistics_until_2025", "qd20"
MERGER = date(2025, 7, 1)
# The former list is the one of before the merger; nothing is claimed for days before this one.
KNOWN_FROM = date(2025, 1, 1)
PROVINCE = (_NOW, "68")


@lru_cache(maxsize=1)
def province_facts() -> ProvinceFacts:
    """Lâm Đồng since 1 July 2025 and, as history, the three provinces it was made of."""
    return ProvinceFacts(
        units=(*_province(), *_departments(), *_communes(), *_former()),
        successions=(*_province_successions(), *_commune_successions()),
        sample_systems=frozenset({_QD20}),
    )


def commune_offices() -> list[tuple[str, str, str]]:
    """The usual offices of a commune: last group of the code, name, short name."""
    return [(row["group"], row["name"], row["short_name"]) for row in _rows("commune_offices")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _province() -> Iterator[UnitFacts]:
    yield UnitFacts(
        "province",
        "Tỉnh Lâm Đồng",
        (PROVINCE, (_QD20, "H36")),
        MERGER,
        founded_on=MERGER,
        short_name="Lâm Đồng",
        form="tỉnh",
    )


def _departments() -> Iterator[UnitFacts]:
    for row in _rows("departments"):
        yield UnitFacts(
            row["kind"],
            row["name"],
            ((_QD20, row["qd20"]),),
            MERGER,
            founded_on=MERGER,
            parent=(_QD20, row["parent"]) if row["parent"] else PROVINCE,
            short_name=row["short_name"],
        )


def _communes() -> Iterator[UnitFacts]:
    for row in _rows("communes"):
        yield UnitFacts(
            "commune",
            f"{row['form']} {row['name']}",
            ((_NOW, row["statistics"]), (_QD20, row["qd20"])),
            MERGER,
            founded_on=MERGER,
            parent=PROVINCE,
            short_name=row["name"],
            form=row["form"].lower(),
            address=row["seat"],
        )


def _former() -> Iterator[UnitFacts]:
    for row in _rows("provinces_until_2025"):
        codes = ((_THEN, row["code"]), (_QD20, row["qd20"]))
        yield _gone("province", row["name"], codes if row["qd20"] else codes[:1], None, "tỉnh")
    for row in _rows("districts_until_2025"):
        form = next(f for f in ("thành phố", "thị xã", "huyện") if row["name"].lower().startswith(f))
        yield _gone("district", row["name"], ((_THEN, row["code"]),), row["province"], form)
    for row in _rows("communes_until_2025"):
        yield _gone("commune", row["name"], ((_THEN, row["code"]),), row["district"], row["form"].lower())


def _gone(kind: str, name: str, codes: tuple[tuple[str, str], ...], parent: str | None, form: str) -> UnitFacts:
    return UnitFacts(
        kind,
        name,
        codes,
        KNOWN_FROM,
        abolished_on=MERGER,
        parent=(_THEN, parent) if parent else None,
        short_name=name[len(form) + 1 :],
        form=form,
    )


def _province_successions() -> Iterator[SuccessionFacts]:
    for row in _rows("provinces_until_2025"):
        yield SuccessionFacts((_THEN, row["code"]), PROVINCE, MERGER)


def _commune_successions() -> Iterator[SuccessionFacts]:
    for row in _rows("successions_2025"):
        yield SuccessionFacts((_THEN, row["before"]), (_NOW, row["after"]), MERGER, row["is_partial"] == "1")
