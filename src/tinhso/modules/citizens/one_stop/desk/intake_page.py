"""The counter's form as a page: boxes as typed, papers, and beside them charges, offers and the person on file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.base.ids import new_id
from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.actions import PaperIn
from tinhso.kernel.cases.kinds import OnFile
from tinhso.kernel.cases.models import Definition, Digital, Paper
from tinhso.kernel.cases.queries import papers_on_file
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, read_body
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.queries import form_in_force, staff_form
from tinhso.kernel.identity.rules.card import read_day
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, originals_as_papers
from tinhso.modules.citizens.one_stop.queries.counter import KnownPerson, earlier_papers, known_person
from tinhso.modules.citizens.one_stop.rules import counter
from tinhso.shell.audience import ActorRequest

# What is typed but not part of a draft: the card's text leaves no trace.
NOT_KEPT = ("csrfmiddlewaretoken", "card", "drop", "more", "compose")
MOST_COPIES = 200


@dataclass(frozen=True)
class Tick:
    """A paper of the procedure as shown; ``earlier`` (another dossier's) and ``on_file`` may serve again."""

    need: PaperNeed
    is_ticked: bool
    form: str
    count: str
    earlier: Paper | None = None
    on_file: Sequence[OnFile] = ()

    @property
    def chosen_key(self) -> str:
        """The key of the paper on file that was chosen for it; empty where another form was."""
        return self.form if self.form in {one.key for one in self.on_file} else ""


def typed_text(posted: QueryDict) -> str:
    """What is kept of a posted form."""
    kept = posted.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    return str(kept.urlencode())


def intake_of(request: ActorRequest, definition: Definition, posted: QueryDict, answers: Mapping[str, Any]) -> Intake:
    """What the desk takes in, from a posted form without faults."""
    body = read_body(definition.body)
    assert request.actor.unit_id is not None  # noqa: S101  (staff sit in a unit)
    who = Applicant(
        full_name=answers.get("applicant_name", ""),
        number=answers.get("applicant_number") or "",
        birth_date=_day(posted.get("who_birth_date", "")),
        sex=posted.get("who_sex", "") if posted.get("who_sex") in ("male", "female") else "",
        phone=answers.get("applicant_phone") or "",
        address=posted.get("who_address", "")[:400].strip(),
        source="qr" if posted.get("from_card") else "counter",
        is_confirmed=bool(posted.get("is_this_person")),
    )
    ticks = [tick for tick in ticks_of(request, body, posted, who.number, who.full_name) if tick.is_ticked]
    return Intake(
        definition=definition,
        variant=posted.get("variant") or body.variants[0].code,
        applicant=who,
        answers=answers,
        papers=[_paper(tick) for tick in ticks if not tick.chosen_key],
        on_file={tick.need.code: tick.chosen_key for tick in ticks if tick.chosen_key},
        receipt_id=request.actor.unit_id,
        key=posted.get("key", ""),
    )


def _day(text: str) -> date | None:
    return read_day(text.strip())


def _paper(tick: Tick) -> PaperIn:
    """A paper ticked: original, certified copy, plain copy, or a file of an earlier dossier."""
    need, count, earlier = tick.need, max(_whole(tick.count), 1), tick.earlier
    if tick.form == "on_file" and earlier is not None:
        reference = earlier.file_reference
        again = Digital.FROM_PAPER
        return PaperIn(need.code, need.title, "electronic", 1, earlier.pages, reference, again)
    form = tick.form if tick.form in ("original", "certified", "copy") else "original"
    return PaperIn(need.code, need.title, form=form, quantity=count)


def ticks_of(request: ActorRequest, body: Body, posted: QueryDict, number: str, name: str) -> list[Tick]:
    """Each paper as ticked; on a fresh form those that everybody must bring are."""
    known = known_person(number, name) if number else None
    codes = [paper.code for paper in body.papers]
    is_sure = known is not None and known.is_called
    earlier = earlier_papers(request.actor, known.id, codes) if known and is_sure else {}
    stored = papers_on_file(known.id, body.papers, local_day(now())) if known and is_sure else {}
    is_fresh = "ticks" not in posted
    return [
        Tick(
            paper,
            paper.is_required and not paper.variants if is_fresh else bool(posted.get(f"paper-{paper.code}")),
            posted.get(f"paper-{paper.code}-form", "original"),
            posted.get(f"paper-{paper.code}-count", "1"),
            earlier.get(paper.code),
            stored.get(paper.code, ()),
        )
        for paper in body.papers
    ]


def _whole(text: str) -> int:
    return min(int(text), MOST_COPIES) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def page(
    request: ActorRequest,
    definition: Definition,
    posted: QueryDict,
    *,
    errors: Mapping[str, rules.Message] | None = None,
    problem: Refused | None = None,
    doubtful: Mapping[str, str] | None = None,
    card_problem: str = "",
    is_scan: bool = False,
    more_rows: int = 0,
    kept_at: datetime | None = None,
) -> HttpResponse:
    at = now()
    today, body = local_day(at), read_body(definition.body)
    form = form_in_force(definition.form_code, today)
    typed = rules.typed_form(form.body, posted) if posted else {}
    state = rules.read_form(form.body, typed, on=today).state
    shown = staff_form(form, state, errors=errors, more_rows=more_rows, language=(get_language() or "vi")[:2])
    wrong = [*shown.errors, *_other_errors(problem, doubtful, card_problem)]
    context = {
        "page": shown,
        "errors": wrong,
        "definition": definition,
        "body": body,
        "title": definition.title,
        "key": posted.get("key") or str(new_id()),
        "papers": ticks_of(request, body, posted, *_who(posted)),
        "variant": posted.get("variant", body.variants[0].code),
        "posted": posted,
        "card_problem": card_problem,
        "is_scan": is_scan and not card_problem,
        "doubtful": doubtful or {},
        "ask_person": problem is not None and problem.code == "name-differs",
        "kept_at": kept_at,
    }
    context |= beside(request, definition, posted, at)
    return render(request, "one_stop/desk/intake.html", context, status=422 if wrong else 200)


def _other_errors(
    problem: Refused | None, doubtful: Mapping[str, str] | None, card_problem: str
) -> list[dict[str, str]]:
    found = []
    if card_problem:
        found.append({"href": "#card", "message": card_words(card_problem)})
    if problem is not None:
        href = next((f"#{name}" for name in problem.fields), "#papers")
        found.append(
            {"href": href, "message": f"{_(problem.title) % problem.facts}. {_(problem.mend) % problem.facts}"}
        )
    for box, made in (doubtful or {}).items():
        words = _("Có vẻ chữ chưa ghép dấu. Ý bạn là “%(text)s”? Chọn cách viết rồi gửi lại.") % {"text": made}
        found.append({"href": f"#{box}", "message": words})
    return found


def card_words(problem: str) -> str:
    if problem == "garbled":
        return _("Thẻ đọc bị sai chữ. Tắt bộ gõ tiếng Việt rồi quét lại; chưa điền gì vào biểu mẫu.")
    return _("Đây không phải nội dung mã QR trên thẻ căn cước. Quét lại mã ở góc thẻ.")


def _who(posted: QueryDict) -> tuple[str, str]:
    return posted.get("applicant_number", "").strip(), posted.get("applicant_name", "")


def beside(request: ActorRequest, definition: Definition, posted: QueryDict, at: datetime) -> dict[str, Any]:
    """What stands beside the form: the charges so far, names to compose, and the person on file."""
    body = read_body(definition.body)
    form = form_in_force(definition.form_code, local_day(at))
    known = known_person(*_who(posted)) if posted else None
    return {
        "charges": (lines := counter.charge_lines(body, _counted(form.body, posted, body))),
        "total": sum(line.amount for line in lines),
        "offers": counter.offers(counter.name_boxes(form.body, posted.dict())),
        "known": _news(known, posted),
        "definition": definition,
    }


def _news(known: KnownPerson | None, posted: QueryDict) -> KnownPerson | None:
    """The person on file, unless the form says of them already all that the file does."""
    if known is None or not known.is_called:
        return known
    says = posted.get("applicant_phone", "") == known.phone and posted.get("who_address", "") == known.address
    return None if says else known


def _counted(form: rules.Definition, posted: QueryDict, body: Body) -> list[tuple[int | None, int]]:
    """Pages and copies of what was ticked and typed so far; a row that is not whole counts nothing yet."""
    ticked: list[tuple[int | None, int]] = [
        (None, max(_whole(posted.get(f"paper-{paper.code}-count", "1")), 1))
        for paper in body.papers
        if posted.get(f"paper-{paper.code}")
    ]
    typed = rules.typed_form(form, posted) if posted else {}
    rows = [
        row for row in typed.get("originals") or [] if _whole(row.get("pages", "")) and _whole(row.get("copies", ""))
    ]
    originals = [{**row, "pages": int(row["pages"]), "copies": int(row["copies"])} for row in rows]
    return [*ticked, *((paper.pages, paper.quantity) for paper in originals_as_papers({"originals": originals}))]
