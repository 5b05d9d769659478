"""Where the twin answers."""

from django.urls import path

from tinhso.connectors.vneid.twin import pages

app_name = "vneid_twin"
urlpatterns = [
    path(".well-known/openid-configuration", pages.discovery, name="discovery"),
    path("authorize", pages.authorize, name="authorize"),
    path("token", pages.token, name="token"),
    path("jwks", pages.jwks, name="jwks"),
    path("userinfo", pages.userinfo, name="userinfo"),
    path("introspect", pages.introspect, name="introspect"),
    path("end-session", pages.end_session, name="end_session"),
    path("su-co", pages.faults, name="faults"),
]
