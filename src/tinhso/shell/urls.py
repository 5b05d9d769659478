"""Pages of the shell itself."""

from django.urls import URLPattern

app_name = "shell"
urlpatterns: list[URLPattern] = []
