"""The twin's pages, in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

TWIN_PROFILES = ("sample", "test")
urlpatterns: list[URLPattern | URLResolver] = []
if settings.PROFILE in TWIN_PROFILES:
    urlpatterns.append(path("twins/national-portal/", include("tinhso.connectors.national_portal.twin.urls")))
