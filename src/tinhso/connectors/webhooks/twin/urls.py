"""Where the receiver answers."""

from django.urls import path

from tinhso.connectors.webhooks.twin import pages

app_name = "webhooks_twin"
urlpatterns = [
    path("", pages.receive, name="webhook_receive"),
    path("received", pages.received, name="webhook_received"),
    path("secret", pages.know, name="webhook_know"),
    path("fault", pages.play, name="webhook_play"),
]
