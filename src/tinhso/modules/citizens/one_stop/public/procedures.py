"""The front page, finding a procedure, and the page of one."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.cases.queries import definitions_in_force
from tinhso.modules.citizens.one_stop.queries.catalogue import procedures_found, sectors
from tinhso.modules.citizens.one_stop.queries.procedure_page import procedure_page
from tinhso.shell.audience import PUBLIC, ActorRequest, audience

PAGE = 20
# What people come for, and the words it is looked for by in the catalogue.
OCCASIONS = (
    (gettext_noop("Sinh con"), "khai sinh"),
    (gettext_noop("Kết hôn"), "kết hôn"),
    (gettext_noop("Người thân qua đời"), "khai tử"),
    (gettext_noop("Chứng thực giấy tờ"), "chứng thực"),
    (gettext_noop("Đất đai, nhà ở"), "đất đai"),
    (gettext_noop("Hộ kinh doanh"), "hộ kinh doanh"),
    (gettext_noop("Đăng ký thường trú"), "đăng ký thường trú"),
    (gettext_noop("Người có công"), "người có công"),
    (gettext_noop("Trợ cấp hằng tháng"), "trợ cấp hàng tháng"),
    (gettext_noop("Giấy phép xây dựng"), "cấp giấy phép xây dựng mới"),
)
LEVELS = (("commune", gettext_noop("Cấp xã")), ("province", gettext_noop("Cấp tỉnh")))


@audience(PUBLIC)
def home(request: ActorRequest) -> HttpResponse:
    """Search, what can be done online here, tracking; officials go on to their desk."""
    if request.actor.is_staff:
        return HttpResponseRedirect(reverse("one_stop:today"))
    context = {"ready": definitions_in_force(local_day(now())).defer("body"), "occasions": OCCASIONS}
    return render(request, "one_stop/public/home.html", context)


@audience(PUBLIC)
def search(request: ActorRequest) -> HttpResponse:
    """Procedures by words or code, narrowed by level and sector."""
    text, on = request.GET.get("tim", "").strip()[:200], local_day(now())
    level, sector = request.GET.get("cap", ""), request.GET.get("linh-vuc", "")
    found = procedures_found(
        text, level=level or None, sector=sector or None, on=on, limit=PAGE, cursor=request.GET.get("tiep") or None
    )
    context = {
        "text": text,
        "found": found,
        "level": level,
        "levels": LEVELS,
        "sector": sector,
        "sectors": sectors(on),
        "ready_codes": set(definitions_in_force(on).values_list("code", flat=True)),
    }
    return render(request, "one_stop/public/search.html", context)


@audience(PUBLIC)
def page(request: ActorRequest, code: str) -> HttpResponse:
    """Who, what to bring, how long, what it costs, where; and the way to start."""
    return render(request, "one_stop/public/procedure.html", {"p": procedure_page(code, local_day(now()))})
