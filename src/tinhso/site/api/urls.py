"""Addresses of the API, drawn from the declared operations."""

from django.urls import URLPattern, path

from tinhso.site.api import PREFIX
from tinhso.site.api.assembly import addresses
from tinhso.site.api.edge import view_of


def patterns() -> list[URLPattern]:
    return [
        path(PREFIX + address.replace("{", "<").replace("}", ">"), view_of(found), name=f"api_{found[0].operation_id}")
        for address, found in addresses().items()
    ]
