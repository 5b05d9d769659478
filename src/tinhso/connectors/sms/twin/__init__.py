"""The other side of the wire: a gateway that keeps messages instead of sending them on. Never in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the SMS twin does not start in production")
