"""The other side of the wire: a small population database with made-up people. Refuses to start in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the population twin does not start in production")
