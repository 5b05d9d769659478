"""Where the twin answers."""

from django.urls import path

from tinhso.connectors.population.twin import pages

app_name = "population_twin"
urlpatterns = [path("TraCuu", pages.look_up, name="population_service"), path("", pages.shown, name="shown")]
