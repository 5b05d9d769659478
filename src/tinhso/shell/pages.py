"""Pages of the shell itself, and the pages shown when something goes wrong."""

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.moments import now
from tinhso.shell import kept, looks, session
from tinhso.shell.audience import PUBLIC, ActorRequest, audience
from tinhso.shell.guide import guide_facts


@audience(PUBLIC)
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/help.html")


@audience(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@audience(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy.html")


@audience(PUBLIC)
def look(request: HttpRequest) -> HttpResponse:
    """Text size, theme, density and shortcuts, chosen without JavaScript."""
    before, target = looks.of(request), _safe_next(request)
    if request.method != "POST":
        fields = look_fields(before, is_staff=cast(ActorRequest, request).actor.is_staff)
        return render(request, "shell/look.html", {"next": target, "fields": fields})
    response = HttpResponseRedirect(target)
    looks.remember(response, looks.chosen(request.POST.dict(), before), is_secure=request.is_secure())
    return response


def look_fields(chosen: looks.Look, *, is_staff: bool) -> list[dict[str, Any]]:
    """The questions of the look page; tables and shortcuts concern staff alone."""
    questions = {
        "text": (_("Cỡ chữ"), {"a": _("A – bình thường"), "a1": _("A+ – lớn"), "a2": _("A++ – rất lớn")}),
        "theme": (_("Nền"), {"auto": _("Theo máy của bạn"), "light": _("Sáng"), "dark": _("Tối")}),
        "density": (_("Bảng"), {"comfortable": _("Thoáng"), "compact": _("Sát dòng")}),
        "keys": (_("Phím tắt một chữ"), {"on": _("Bật"), "off": _("Tắt")}),
    }
    return [
        {
            "id": name,
            "name": name,
            "label": label,
            "values": [getattr(chosen, name)],
            "choices": [{"value": value, "label": word} for value, word in words.items()],
        }
        for name, (label, words) in questions.items()
        if is_staff or name in ("text", "theme")
    ]


@require_POST
def _keep(request: HttpRequest) -> HttpResponse:
    if not cast(ActorRequest, request).actor.is_anonymous:
        session.extend(request, at=now())
    return HttpResponseRedirect(_safe_next(request))


keep = audience(PUBLIC)(_keep)


@never_cache
@audience(PUBLIC)
def send_again(request: HttpRequest) -> HttpResponse:
    """After signing in: what was sent too late, with one button that sends it; or gives it up."""
    form = kept.kept_form(request)
    if request.method == "POST":
        response = HttpResponseRedirect("/")
        kept.forget(request, response)
        return response
    if form is not None and cast(ActorRequest, request).actor.is_anonymous:
        form = None  # it belongs to somebody who has not come back yet
    return _send_again(request, form, _("Bạn đã đăng nhập lại"))


def _send_again(request: HttpRequest, form: kept.Kept | None, title: str, *, status: int = 200) -> HttpResponse:
    words = [value for name, value in form.fields if value.strip() and name not in ("version", "key")] if form else []
    facts = {"form": form, "title": title, "words": words}
    return render(request, "shell/send_again.html", facts, status=status)


@audience(PUBLIC)
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; not part of a production site."""
    if settings.PROFILE == "production":
        raise Http404
    name = "shell/guide_desk.html" if "ban" in request.GET else "shell/guide.html"
    return render(request, name, guide_facts())


@audience(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    rules = "Disallow: /" if settings.PROFILE == "sample" else "Disallow: /api/\nDisallow: /ban/"
    return HttpResponse(f"User-agent: *\n{rules}\n", content_type="text/plain; charset=utf-8")


def _safe_next(request: HttpRequest) -> str:
    """Where to go back to: an address of this site, or the front page."""
    target = request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else "/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title, mend = _("Yêu cầu không đúng"), _("Quay lại trang trước rồi thử lại.")
    return _error(request, 400, "bad-request", title, mend)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("Tài khoản này không có quyền xem trang đó")
    return _error(
        request, 403, "not-allowed", title, _("Đăng nhập bằng tài khoản khác, hoặc nhờ người quản trị cấp quyền.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title, mend = _("Không tìm thấy trang"), _("Kiểm tra lại đường dẫn, hoặc bắt đầu từ trang chủ.")
    return _error(request, 404, "not-found", title, mend)


def server_error(request: HttpRequest) -> HttpResponse:
    title = _("Hệ thống đang gặp sự cố")
    mend = _("Nội dung đã lưu vẫn còn. Thử lại sau vài phút; nếu vẫn lỗi, gọi 1022 và đọc mã bên dưới.")
    return _error(request, 500, "server-error", title, mend)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page from before the last sign-in was sent: what it holds is shown to be sent again, if it came from here."""
    form = kept.sent_form(request) if _came_from_here(request) else None
    if form is not None and hasattr(request, "actor"):
        return _send_again(request, form, _("Trang này mở từ trước lần đăng nhập gần nhất"), status=403)
    title = _("Phiên làm việc đã hết")
    mend = _("Nội dung đã nhập vẫn còn trong bản nháp. Mở lại trang rồi làm tiếp.")
    return _error(request, 403, "session-over", title, mend)


def _came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site sent the form; one that says nothing is not believed."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return origin.startswith(("http://", "https://")) and url_has_allowed_host_and_scheme(
        origin, {request.get_host()}, require_https=request.is_secure()
    )


def _error(request: HttpRequest, status: int, code: str, title: str, mend: str) -> HttpResponse:
    """One page without database, session or menu: it must stand when everything else lies down."""
    trace = getattr(request, "request_id", "")
    if request.path.startswith("/api/"):
        facts = {"type": f"/van-de/{code}", "title": title, "status": status, "detail": mend, "code": code}
        more: dict[str, object] = {"instance": request.path, "errors": [], "trace_id": trace}
        return JsonResponse({**facts, **more}, status=status, content_type="application/problem+json")
    facts = {
        "title": title,
        "mend": mend,
        "code": code,
        "trace_id": trace,
        "back": request.path if code == "session-over" else "",
        "look": looks.of(request),
        "province": settings.PROVINCE,
        "is_sample": settings.PROFILE == "sample",
    }
    return HttpResponse(render_to_string("shell/error.html", facts), status=status)
