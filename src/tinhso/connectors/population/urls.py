"""The twin's pages, in the sample and test profiles only."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if settings.PROFILE in ("sample", "test"):
    urlpatterns.append(path("twins/population/", include("tinhso.connectors.population.twin.urls")))
