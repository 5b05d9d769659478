"""The site as an application: when everything is loaded, kinds are declared and views are checked."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tinhso.site"
    label = "site"

    def ready(self) -> None:
        from tinhso.shell import menu
        from tinhso.site import checks, discovery

        discovery.load_kinds()
        menu.fill([*discovery.module_cards(), *discovery.room_cards()])
        checks.register()
