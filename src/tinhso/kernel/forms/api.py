"""Forms for machines: the definition with its JSON Schema, and the check of answers before they are sent."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.forms import rules
from tinhso.kernel.forms.actions import AnswersWrong
from tinhso.kernel.forms.queries import form_in_force
from tinhso.shell.audience import PUBLIC, audience

MOST_BYTES = 1_000_000


class BodyUnreadable(Refused):
    code = "body-unreadable"
    status = 400
    title = gettext_noop("Nội dung gửi lên không phải JSON hợp lệ")
    mend = gettext_noop('Gửi một đối tượng JSON dạng {"answers": {…}}, mã hóa UTF-8.')


class BodyTooLarge(Refused):
    code = "body-too-large"
    status = 413
    title = gettext_noop("Nội dung gửi lên quá lớn")
    mend = gettext_noop("Gửi nhiều nhất %(most)s byte. Tệp được tải lên riêng, không nằm trong câu trả lời.")


@audience(PUBLIC)
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the form in force today, its questions and the schema of its answers. 404 when there is none."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    form = form_in_force(code, local_day(now()))
    facts = {
        "code": form.code,
        "version": form.version,
        "title": form.title,
        "valid_from": form.valid_from.isoformat(),
        "legal_basis": form.legal_basis,
        "is_verified": form.is_verified,
        "schema": form.body["schema"],
        "sections": form.body["sections"],
    }
    return JsonResponse(facts, headers={"ETag": f'"{form.code}-{form.version}"'})


@csrf_exempt
@audience(PUBLIC)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """POST {"answers": {…}}: 204 when they are good, else 422 with every error by pointer. Nothing is kept."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    today = local_day(now())
    form = form_in_force(code, today)
    if errors := rules.check(form.body, _answers_in(request), on=today):
        raise AnswersWrong(errors)
    return HttpResponse(status=204)


def _answers_in(request: HttpRequest) -> dict[str, Any]:
    """The answers of the request's body. Raises BodyTooLarge, BodyUnreadable."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BodyTooLarge(most=MOST_BYTES)
    try:
        body = json.loads(request.body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BodyUnreadable() from None
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise BodyUnreadable()
    return dict(body["answers"])


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON (RFC 8259 section 6)."""
    raise ValueError(constant)
