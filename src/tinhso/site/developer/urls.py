"""Addresses of the portal."""

from django.urls import path

from tinhso.site.developer import pages

app_name = "developer"
urlpatterns = [
    path("lap-trinh", pages.start, name="start"),
    path("lap-trinh/tham-chieu", pages.reference, name="reference"),
    path("lap-trinh/openapi.json", pages.openapi, name="openapi"),
    path("lap-trinh/webhook", pages.webhooks, name="webhooks"),
    path("lap-trinh/su-kien", pages.catalogue, name="events"),
    path("lap-trinh/thay-doi", pages.changes, name="changes"),
    path("van-de/<str:code>", pages.problem, name="problem"),
]
