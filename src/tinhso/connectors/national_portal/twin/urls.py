"""Where the twin answers."""

from django.urls import path

from tinhso.connectors.national_portal.twin import pages

app_name = "national_portal_twin"
urlpatterns = [
    path("login", pages.login, name="login"),
    path("service", pages.service, name="service"),
    path("", pages.shown, name="shown"),
]
