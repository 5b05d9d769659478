"""Addresses of the portal."""

from django.urls import path

from tinhso.site.developer import endpoints, pages

app_name = "developer"
urlpatterns = [
    path("lap-trinh", pages.start, name="start"),
    path("lap-trinh/tham-chieu", pages.reference, name="reference"),
    path("lap-trinh/openapi.json", pages.openapi, name="openapi"),
    path("lap-trinh/webhook", pages.webhooks, name="webhooks"),
    path("lap-trinh/su-kien", pages.catalogue, name="events"),
    path("lap-trinh/thay-doi", pages.changes, name="changes"),
    path("quan-tri/webhook", endpoints.endpoints, name="endpoints"),
    path("quan-tri/webhook/moi", endpoints.new_endpoint, name="new_endpoint"),
    path("quan-tri/webhook/<uuid:endpoint_id>", endpoints.endpoint, name="endpoint"),
    path("quan-tri/webhook/<uuid:endpoint_id>/thu", endpoints.send_test, name="test_endpoint"),
    path("quan-tri/webhook/<uuid:endpoint_id>/bat-tat", endpoints.switch, name="switch_endpoint"),
    path("quan-tri/webhook/<uuid:endpoint_id>/khoa", endpoints.rotate, name="rotate_endpoint"),
    path("quan-tri/webhook/<uuid:endpoint_id>/dong", endpoints.close, name="close_endpoint"),
    path("van-de/<str:code>", pages.problem, name="problem"),
]
