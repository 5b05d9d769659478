"""The twin's pages, in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tinhso.connectors.email.driver import TWIN_PROFILES

urlpatterns: list[URLPattern | URLResolver] = []
if settings.PROFILE in TWIN_PROFILES:
    urlpatterns.append(path("twins/email/", include("tinhso.connectors.email.twin.urls")))
