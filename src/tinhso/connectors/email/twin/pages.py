"""Where a tester reads the mails, and chooses what goes wrong: /twins/email/."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound
from tinhso.connectors.email.twin import store
from tinhso.shell.audience import PUBLIC, audience

SHOWN = 100


@never_cache
@audience(PUBLIC)
def box(request: HttpRequest) -> HttpResponse:
    """Every mail that came, newest first; ``?cua=`` narrows to one address."""
    whose = request.GET.get("cua", "").strip()
    found = [mail for mail in store.mails() if whose in mail.to]
    return render(request, "email/twin_box.html", {"mails": found[:SHOWN], "field": _field()})


def _field() -> dict[str, object]:
    choices = [{"value": code, "label": label} for code, label in store.FAULTS.items()]
    label = "Máy chủ thư giả lập đang"
    return {"id": "fault", "name": "fault", "label": label, "choices": choices, "values": [store.fault()]}


@never_cache
@audience(PUBLIC)
def one(request: HttpRequest, mail: str) -> HttpResponse:
    found = store.mail(mail)
    if found is None:
        raise NotFound()
    return render(request, "email/twin_mail.html", {"mail": found})


@require_POST
@audience(PUBLIC)
def faults(request: HttpRequest) -> HttpResponse:
    """Which fault the twin plays from now on."""
    chosen = request.POST.get("fault", "")
    if chosen in store.FAULTS:
        store.play(chosen)
    return redirect("email_twin:box")
