"""The other side of the wire: a small OpenID provider with synthetic citizens. Refuses to start in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the VNeID twin does not start in production")
