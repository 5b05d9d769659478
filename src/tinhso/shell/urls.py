"""Pages of the shell itself."""

from django.urls import URLPattern, path
from django.views.i18n import set_language

from tinhso.shell import pages

app_name = "shell"
urlpatterns: list[URLPattern] = [
    path("tro-giup", pages.help_page, name="help"),
    path("kha-nang-tiep-can", pages.accessibility, name="accessibility"),
    path("quyen-rieng-tu", pages.privacy, name="privacy"),
    path("giao-dien", pages.look, name="look"),
    path("tiep-tuc", pages.keep, name="keep"),
    path("gui-tiep", pages.send_again, name="send_again"),
    path("ngon-ngu", set_language, name="set_language"),
    path("kieu-dang", pages.style_guide, name="style_guide"),
    path("robots.txt", pages.robots, name="robots"),
]
