"""Where the twin answers."""

from django.urls import path

from tinhso.connectors.payment_platform.twin import pages

app_name = "payment_platform_twin"
urlpatterns = [
    path("khoi-tao", pages.open_order, name="platform_order"),
    path("huy", pages.cancel, name="platform_cancel"),
    path("truy-van", pages.state, name="platform_state"),
    path("doi-soat", pages.day_list, name="platform_list"),
    path("trang/<slug:reference>", pages.payer, name="payer"),
    path("", pages.shown, name="shown"),
]
