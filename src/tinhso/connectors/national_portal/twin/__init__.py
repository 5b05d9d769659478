"""The other side of the wire: a small national portal that keeps what it got. Refuses to start in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the national portal twin does not start in production")
