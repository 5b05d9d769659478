"""The other side of the wire: a real SMTP server that keeps mails instead of passing them on. Never in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if settings.PROFILE == "production":
    raise ImproperlyConfigured("the e-mail twin does not start in production")
