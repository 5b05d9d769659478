"""The doors the portal itself comes in by, and the twin's pages in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tinhso.connectors.national_portal.driver import login, service

TWIN_PROFILES = ("sample", "test")
INBOUND = "may/cong-quoc-gia"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{INBOUND}/login", login, name="national_portal_login"),
    path(f"{INBOUND}/service", service, name="national_portal_service"),
]
if settings.PROFILE in TWIN_PROFILES:
    urlpatterns.append(path("twins/national-portal/", include("tinhso.connectors.national_portal.twin.urls")))
