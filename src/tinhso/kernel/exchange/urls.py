"""The operator's screens."""

from django.urls import path

from tinhso.kernel.exchange.desk import partners

app_name = "exchange"
urlpatterns = [
    path("quan-tri/trao-doi", partners.partners, name="partners"),
]
