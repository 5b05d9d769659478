"""Where the platform tells us of money; the twin's pages in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tinhso.connectors.payment_platform.driver import CALLBACK, callback

TWIN_PROFILES = ("sample", "test")
urlpatterns: list[URLPattern | URLResolver] = [path(CALLBACK, callback, name="payment_callback")]
if settings.PROFILE in TWIN_PROFILES:
    urlpatterns.append(path("twins/payment-platform/", include("tinhso.connectors.payment_platform.twin.urls")))
