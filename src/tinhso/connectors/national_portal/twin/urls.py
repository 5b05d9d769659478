"""Where the twin answers."""

from django.urls import path

from tinhso.connectors.national_portal.twin import citizens, pages

app_name = "national_portal_twin"
urlpatterns = [
    path("login", pages.login, name="login"),
    path("service", pages.service, name="service"),
    path("tep/<str:code>", pages.paper, name="paper"),
    path("nop", citizens.filings, name="filings"),
    path("nop/viec", citizens.act, name="act"),
    path("", pages.shown, name="shown"),
]
