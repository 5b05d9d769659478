"""The gateway's door for machines, and where a tester reads the messages: /twins/sms/."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.connectors.sms import wire
from tinhso.connectors.sms.twin import gateway, store
from tinhso.kernel.notices.rules.short import parts_of
from tinhso.shell.audience import PUBLIC, audience

SHOWN = 100


@csrf_exempt
@require_POST
@audience(PUBLIC)
def messages(request: HttpRequest) -> HttpResponse:
    """Takes a message to send."""
    headers = {name: request.headers.get(name, "") for name in (wire.TIMESTAMP, wire.SIGNATURE)}
    status, answer = gateway.taken(headers, request.body)
    more = {"Retry-After": "2"} if status in (429, 503) else None
    return JsonResponse(answer, status=status, headers=more)


@never_cache
@audience(PUBLIC)
def box(request: HttpRequest) -> HttpResponse:
    """Every message that came, newest first."""
    found = [{"message": one, "parts": parts_of(one.text)} for one in store.messages()[:SHOWN]]
    choices = [{"value": code, "label": label} for code, label in store.FAULTS.items()]
    label = "Cổng tin nhắn giả lập đang"
    field = {"id": "fault", "name": "fault", "label": label, "choices": choices, "values": [store.fault()]}
    return render(request, "sms/twin_box.html", {"found": found, "field": field})


@require_POST
@audience(PUBLIC)
def faults(request: HttpRequest) -> HttpResponse:
    """Which fault the twin plays from now on."""
    chosen = request.POST.get("fault", "")
    if chosen in store.FAULTS:
        store.play(chosen)
    return redirect("sms_twin:box")
