"""From a row of a national list to the facts of a procedure, with every doubt named. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tinhso.base.text import fold, nfc
from tinhso.modules.citizens.one_stop.rules.doubts import DOUBTS
from tinhso.modules.citizens.one_stop.rules.fees import UNITS, fee_fits, read_amount_of_time, read_fee, read_unit

CHANNELS = ("online", "postal", "counter")
ORDER = ("ministry", "province", "commune", "other")
LEVELS = {"cap bo": "ministry", "cap tinh": "province", "cap xa": "commune", "co quan khac": "other"}
LEVELS |= {level: level for level in ORDER}
MINISTRIES = (
    "Bộ Công an", "Bộ Nông nghiệp và Môi trường", "Bộ Tài chính", "Bộ Tư pháp", "Bộ Xây dựng",
    "Ngân hàng Nhà nước Việt Nam", "Tòa án nhân dân",
)  # fmt: skip
_SHORT = {"bo nong nghiep mt": "Bộ Nông nghiệp và Môi trường", "ngan hang nha nuoc": "Ngân hàng Nhà nước Việt Nam"}
_BY_FOLD = {fold(name): name for name in MINISTRIES} | _SHORT
MOST_LINES = 200
_CODE = re.compile(r"[0-9]\.[0-9]{6}(\.[GH][0-9]{2})?")
_FORMER = re.compile(r"\s*\([^)]*cũ\)\s*$", re.IGNORECASE)
_BREAK = re.compile(r"\S\s*[\r\n\t]\s*\S|\S {2,}\S")


def is_code(text: str) -> bool:
    """Whether it is written as the code of a procedure: 1.001193, with .Hxx where a province added its own."""
    return _CODE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One line “how, how long, how much”; None where the source does not say so beyond doubt."""

    channel: str
    amount: Decimal | None
    unit: str | None
    fee: int | None
    fee_kind: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProcedureFacts:
    code: str
    name: str
    decision: str = ""
    levels: tuple[str, ...] = ()
    sector: str = ""
    ministry: str = ""
    applicants: tuple[str, ...] = ()
    agencies: str = ""
    results: tuple[tuple[str, str], ...] = ()  # name, code
    channels: tuple[ChannelFacts, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def all_doubts(self) -> tuple[str, ...]:
        """The doubts of the row and of its lines, each once."""
        found = [*self.doubts, *(doubt for line in self.channels for doubt in line.doubts)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: where it stood, and its fields or why there are none.

    ``given`` names the facts this kind of list knows; the others stay as the catalogue has them.
    """

    place: int
    fields: Mapping[str, Any] | None = None
    refusal: str = ""
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    place: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    place: int
    code: str
    reasons: tuple[str, ...]


@dataclass
class Plan:
    """What an import will do. Every row read is in exactly one of new, changed, unchanged, refused."""

    read: int = 0
    new: list[ProcedureFacts] = field(default_factory=list)
    changed: list[ProcedureFacts] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)


def plan(rows: Iterable[Row], current: Mapping[str, ProcedureFacts]) -> Plan:
    """Sorts the rows against what the catalogue holds today."""
    done = Plan()
    seen: set[str] = set()
    for row in rows:
        done.read += 1
        facts = facts_of(row)
        if isinstance(facts, ProcedureFacts) and facts.code in seen:
            facts = Refusal(row.place, facts.code, "code_twice")
        if isinstance(facts, Refusal):
            done.refused.append(facts)
            continue
        seen.add(facts.code)
        _place(done, row, facts, current.get(facts.code))
    return done


def _place(done: Plan, row: Row, read: ProcedureFacts, known: ProcedureFacts | None) -> None:
    facts = completed(read, row.given, known)
    if known is None:
        done.new.append(facts)
    elif says_the_same(known, facts):
        done.unchanged += 1
    else:
        done.changed.append(facts)
    # A short list is answerable for what it says itself, not for what the catalogue held already.
    doubts = read.doubts if row.given and known is not None else facts.all_doubts
    if doubts:
        done.doubtful.append(Doubtful(row.place, facts.code, doubts))


def says_the_same(known: ProcedureFacts, facts: ProcedureFacts) -> bool:
    """Whether two versions publish the same; how badly the row was written makes no new version."""
    return replace(known, doubts=()) == replace(facts, doubts=())


def completed(read: ProcedureFacts, given: frozenset[str], known: ProcedureFacts | None) -> ProcedureFacts:
    """What a short list does not know stays as the catalogue has it; where it has nothing, that is a doubt."""
    if not given:
        return read
    if known is not None:
        named = {name: getattr(read, name) for name in given if getattr(read, name)}
        return replace(known, **named, doubts=tuple(dict.fromkeys((*known.doubts, *read.doubts))))
    missing = [doubt for name, doubt in _GAPS.items() if name not in given]
    return replace(read, doubts=(*read.doubts, *missing))


_GAPS = {"levels": "levels_missing", "channels": "channels_missing", "decision": "decision_missing"}


def facts_of(row: Row) -> ProcedureFacts | Refusal:
    """The facts of a row, or why it is refused."""
    if row.fields is None:
        return Refusal(row.place, "", row.refusal)
    code, name = _text(row.fields.get("code")), row.fields.get("name")
    if not code:
        return Refusal(row.place, "", "code_missing")
    if not _CODE.fullmatch(code):
        return Refusal(row.place, code[:40], "code_malformed")
    if not _text(name):
        return Refusal(row.place, code, "name_missing")
    if len(_text(name)) > 2000:
        return Refusal(row.place, code, "name_too_long")
    return _read(code, str(name), row.fields, row.given)


def _read(code: str, name: str, fields: Mapping[str, Any], given: frozenset[str]) -> ProcedureFacts:
    levels, level_doubts = read_levels(fields.get("levels"))
    channels, channel_doubts = read_channels(fields.get("channels"))
    results, result_doubts = read_results(fields.get("results"))
    doubts = ["name_broken"] if _BREAK.search(name.strip()) else []
    if not _text(fields.get("sector")):
        doubts.append("sector_missing")
    if not given:
        doubts += [*level_doubts, *result_doubts, *channel_doubts]
        doubts += [] if _text(fields.get("decision")) else ["decision_missing"]
    judged = fields.get("doubts")
    if isinstance(judged, list) and all(doubt in DOUBTS for doubt in judged if isinstance(doubt, str)):
        doubts = [doubt for doubt in judged if isinstance(doubt, str)]
    return ProcedureFacts(
        code=code,
        name=_text(name),
        decision=_text(fields.get("decision"))[:100],
        levels=levels,
        sector=_text(fields.get("sector"))[:300],
        ministry=read_ministry(fields.get("ministry")),
        applicants=read_applicants(fields.get("applicants")),
        agencies=_text(fields.get("implementing_agencies")),
        results=results,
        channels=channels,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def read_levels(given: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Level codes in a fixed order, and the doubts."""
    texts = [_text(each) for each in given] if isinstance(given, list) else []
    known = {LEVELS[fold(text)] for text in texts if fold(text) in LEVELS}
    doubts = ["level_abolished" for text in texts if fold(text) == "cap huyen"]
    doubts += ["level_unknown" for text in texts if fold(text) not in LEVELS and fold(text) != "cap huyen"]
    if not texts:
        doubts.append("levels_missing")
    return tuple(level for level in ORDER if level in known), tuple(dict.fromkeys(doubts))


def read_channels(given: object) -> tuple[tuple[ChannelFacts, ...], tuple[str, ...]]:
    """The channel lines in the order of the source, and the doubts about lines left out."""
    if given is None or given == []:
        return (), ("channels_missing",)
    if not isinstance(given, list) or len(given) > MOST_LINES:
        return (), ("channels_unread",)
    lines = [line for line in given if isinstance(line, dict) and line.get("channel") in CHANNELS]
    doubts = ("channel_unknown",) if len(lines) < len(given) else ()
    return tuple(_judged(line) or _channel(line) for line in lines), doubts


def _channel(line: Mapping[str, Any]) -> ChannelFacts:
    amount = read_amount_of_time(line)
    unit = read_unit(line, amount.value)
    fee = read_fee(line)
    doubts = (*amount.doubts, *unit.doubts, *fee.doubts)
    return ChannelFacts(line["channel"], amount.value, unit.value, fee.amount, fee.kind, doubts)


def _judged(line: Mapping[str, Any]) -> ChannelFacts | None:
    """A line of our own facts files, judged when it was made: it carries its kind of fee and its doubts."""
    kind, doubts = line.get("fee_kind"), line.get("doubts")
    if not isinstance(doubts, list) or not all(isinstance(doubt, str) for doubt in doubts):
        return None
    amount, fee, unit = read_amount_of_time(line).value, line.get("fee_vnd"), line.get("unit")
    if not fee_fits(kind, fee) or unit not in (None, *UNITS):
        return None
    return ChannelFacts(line["channel"], amount, unit, fee, str(kind), tuple(doubts))


def read_results(given: object) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    if given is None:
        return (), ()
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return (), ("results_unread",)
    pairs = [(_text(each.get("name")), _text(each.get("code"))) for each in given]
    return tuple(pair for pair in pairs if pair[0]), ()


def read_applicants(given: object) -> tuple[str, ...]:
    """Who may apply. The source cut names at their commas: parts that cannot stand alone are joined again."""
    names: list[str] = []
    for part in [_text(each) for each in given] if isinstance(given, list) else []:
        is_tail = names and (part[:1].islower() or names[-1].count("(") > names[-1].count(")"))
        if is_tail:
            names[-1] = f"{names[-1]}, {part}"
        elif part:
            names.append(part)
    return tuple(dict.fromkeys(names))


def read_ministry(given: object) -> str:
    """The name as it is written in full; a former ministry in brackets after it is left out."""
    text = _FORMER.sub("", _text(given))
    return _BY_FOLD.get(fold(text), text)[:200]


def as_data(facts: ProcedureFacts) -> dict[str, Any]:
    """The facts as one line of a facts file, which this importer reads back to the very same."""
    return {
        "code": facts.code,
        "name": facts.name,
        "decision": facts.decision,
        "levels": list(facts.levels),
        "sector": facts.sector,
        "ministry": facts.ministry,
        "applicants": list(facts.applicants),
        "implementing_agencies": facts.agencies,
        "channels": [_line_data(line) for line in facts.channels],
        "results": [{"name": name, "code": code} for name, code in facts.results],
        "doubts": list(facts.doubts),
    }


def _line_data(line: ChannelFacts) -> dict[str, Any]:
    return {
        "channel": line.channel,
        "time": None if line.amount is None else float(line.amount),
        "unit": line.unit,
        "fee_vnd": line.fee,
        "fee_kind": line.fee_kind,
        "doubts": list(line.doubts),
    }


def facts_in(rows: Iterable[Row], levels: Sequence[str]) -> Iterator[ProcedureFacts]:
    """The procedures of a list that are carried out at one of the levels, as far as they can be read."""
    for facts in plan(rows, {}).new:
        if set(facts.levels) & set(levels):
            yield facts


def _text(given: object) -> str:
    """Clean text: composed, no line breaks, nothing a database cannot hold (NUL, half of a surrogate pair)."""
    if not isinstance(given, str):
        return ""
    return nfc(given.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8"))
