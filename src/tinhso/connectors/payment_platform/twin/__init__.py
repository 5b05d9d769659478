"""The other side of the wire: a small payment platform with payers' pages. Refuses to start in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the payment platform twin does not start in production")
