"""Taking a dossier in at the counter: card, procedure, dense form, papers; accepted with one press."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.ids import new_id
from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.base.text import masked_number
from tinhso.base.typed import composed
from tinhso.kernel.cases.models import Case, Definition
from tinhso.kernel.cases.queries import case_by_number, definition_in_force
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.actions import AnswersWrong
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.queries import contact_of, number_of
from tinhso.kernel.identity.rules.card import read_card
from tinhso.kernel.ledger.actions import KeyReused
from tinhso.modules.citizens.one_stop.actions.counter import forget_draft, keep_draft
from tinhso.modules.citizens.one_stop.actions.intake import receive_at_counter
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.desk.intake_page import beside, intake_of, page, typed_text
from tinhso.modules.citizens.one_stop.queries.counter import counter_procedures, kept_draft, served_person
from tinhso.modules.citizens.one_stop.rules import counter
from tinhso.modules.citizens.one_stop.rules.sent import id_sent
from tinhso.shell.audience import ActorRequest, audience

RECEIVE = "cases.receive"


class TakenAlready(Refused):
    """The page was sent before with other content, and that dossier stands."""

    code = "taken-already"
    status = 422
    title = gettext_noop("Từ lượt nhập này đã tiếp nhận một hồ sơ với nội dung khác")
    mend = gettext_noop("Xem lại nội dung; nếu đây là một hồ sơ khác, bấm tiếp nhận lần nữa.")


@audience(RECEIVE)
def choose(request: ActorRequest) -> HttpResponse:
    """The card and the procedure. What a card fills goes into the draft of the form, never into an address."""
    definitions = counter_procedures(request.actor, now())
    text, code = request.POST.get("thu-tuc", "").strip(), request.POST.get("code", "")
    found = [one for one in definitions if counter.matches(text, one.code, one.title)]
    chosen = next((one for one in definitions if one.code == code), found[0] if text and len(found) == 1 else None)
    posted, problem = QueryDict(mutable=True), ""
    if request.method == "POST":
        _take_over(request, posted)
        problem = _scanned(request.POST.get("card", ""), posted)
    if chosen is not None and request.method == "POST" and not problem:
        if posted:
            _keep(request, chosen.code, posted)
        return HttpResponseRedirect(reverse("one_stop:intake_fill", args=[chosen.code]))
    context = {
        "definitions": found,
        "text": text,
        "card_problem": problem,
        "posted": posted,
        "same": _same(request),
        "is_narrowed": len(found) < len(definitions),
    }
    return render(request, "one_stop/desk/intake_choose.html", context, status=422 if problem else 200)


def _same(request: ActorRequest) -> Case | None:
    """The dossier whose applicant goes on with another one."""
    number = request.POST.get("same", "") or request.GET.get("cung", "")
    return case_by_number(number, request.actor) if number else None


def _take_over(request: ActorRequest, posted: QueryDict) -> None:
    """What the choosing page knows of the person: boxes its script filled from the card, or the person of before."""
    for name in counter.filled_by_card(read_card("")):
        if request.POST.get(name):
            posted[name] = request.POST[name]
    case = _same(request)
    if case is not None and not posted:
        person, contact = case.applicant, contact_of(case.applicant)
        posted["known_person"] = str(person.pk)
        posted["applicant_name"] = person.full_name
        posted["applicant_number"] = masked_number(number_of(person))
        posted["applicant_phone"], posted["who_address"] = contact.phone, contact.address


def _scanned(text: str, posted: QueryDict) -> str:
    """Fills the boxes from the text of a card; gives the problem, and then fills nothing."""
    if not text.strip():
        return ""
    read = read_card(text)
    if not read.problem:
        for name, value in counter.filled_by_card(read).items():
            posted[name] = value
    return read.problem


def _keep(request: ActorRequest, code: str, posted: QueryDict) -> None:
    if request.actor.seat_id is not None:
        posted.setdefault("key", str(new_id()))
        keep_draft(request.actor.seat_id, code, typed_text(posted), at=now())


@audience(RECEIVE)
def fill(request: ActorRequest, code: str) -> HttpResponse:
    """The form of one procedure on one page; POST opens and accepts the dossier, once."""
    definition = definition_in_force(code, local_day(now()))
    if request.method != "POST":
        kept = kept_draft(request.actor.seat_id, code, now())
        return page(request, definition, kept.posted if kept else QueryDict(), kept_at=kept.saved_at if kept else None)
    if "drop" in request.POST:
        forget_draft(request.actor.seat_id, code)
        return HttpResponseRedirect(reverse("one_stop:intake_fill", args=[code]))
    posted = request.POST.copy()
    if posted.get("card", "").strip():
        problem = _scanned(request.POST["card"], posted)
        return page(request, definition, posted, card_problem=problem, is_scan=True)
    if "more" in posted:
        return page(request, definition, posted, more_rows=3)
    if box := request.POST.get("compose", ""):
        posted[box] = composed(request.POST.get(box, ""))
        return page(request, definition, posted)
    return _taken(request, definition, posted)


def _taken(request: ActorRequest, definition: Definition, posted: QueryDict) -> HttpResponse:
    at = now()
    form = form_in_force(definition.form_code, local_day(at))
    _unmask(request, posted)
    reading = rules.read_form(form.body, rules.typed_form(form.body, posted), on=local_day(at))
    doubtful = counter.offers(counter.name_boxes(form.body, posted.dict()))
    if reading.errors or (doubtful and not posted.get("names_are_right")):
        return page(request, definition, posted, errors=reading.errors, doubtful=doubtful)
    try:
        intake = intake_of(request, definition, posted, reading.answers)
        case = receive_at_counter(intake, by=request.actor, at=at)
    except (NotFound, AnswersWrong):
        raise
    except KeyReused:
        posted["key"] = str(new_id())
        return page(request, definition, posted, problem=TakenAlready())
    except Refused as error:
        return page(request, definition, posted, problem=error)
    make_receipt(case, at=at)
    forget_draft(request.actor.seat_id, definition.code)
    messages.success(request, _("Đã tiếp nhận hồ sơ và lập giấy hẹn trả kết quả."))
    return HttpResponseRedirect(reverse("one_stop:taken_in", args=[case.number]))


def _unmask(request: ActorRequest, posted: QueryDict) -> None:
    """The masked number of a person served before stands for the whole one."""
    person_id = posted.get("known_person", "")
    person = served_person(request.actor, id_sent(person_id)) if person_id else None
    number = number_of(person) if person is not None else ""
    if number and posted.get("applicant_number", "").strip() == masked_number(number):
        posted["applicant_number"] = number


@audience(RECEIVE)
@require_POST
def look(request: ActorRequest, code: str) -> HttpResponse:
    """While the form is being filled: keeps what is typed, and gives what stands beside it."""
    definition = definition_in_force(code, local_day(now()))
    posted = request.POST.copy()
    _keep(request, code, posted)
    _unmask(request, posted)
    return render(request, "one_stop/desk/_intake_beside.html", beside(request, definition, posted, now()))
