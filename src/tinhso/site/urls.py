"""Every room's, module's and connector's own urls.py, plus the pages of the house."""

from django.urls import URLPattern, URLResolver, include, path

from tinhso.site import desk, discovery, health
from tinhso.site.api.urls import patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("quan-tri/he-thong", desk.health, name="health"),
    path("quan-tri/kiem-tra", desk.setup_check, name="setup_check"),
    *patterns(),
    path("", include("tinhso.site.developer.urls")),
    *(
        path("", include(f"{package}.urls"))
        for package in ["tinhso.shell", *discovery.everything()]
        if discovery.submodule(package, "urls")
    ),
]

handler400 = "tinhso.shell.pages.bad_request"
handler403 = "tinhso.shell.pages.forbidden"
handler404 = "tinhso.shell.pages.not_found"
handler500 = "tinhso.shell.pages.server_error"
