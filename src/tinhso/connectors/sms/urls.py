"""Where the gateway sends its receipts; the twin's pages in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tinhso.connectors.sms.driver import RECEIPTS, TWIN_PROFILES, receipts

urlpatterns: list[URLPattern | URLResolver] = [path(RECEIPTS, receipts, name="sms_receipt")]
if settings.PROFILE in TWIN_PROFILES:
    urlpatterns.append(path("twins/sms/", include("tinhso.connectors.sms.twin.urls")))
