"""Django settings, drawn from the environment (site/environment.py) and nothing else."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tinhso.site import discovery, environment, logs

ENV = environment.read()
ROOT = Path(__file__).resolve().parent.parent
PROFILE: str = ENV["TINHSO_PROFILE"]
DATA = Path(ENV["TINHSO_DATA"])

DEBUG = False
SECRET_KEY = ENV["TINHSO_SECRET_KEY"]
ALLOWED_HOSTS = ENV["TINHSO_HOSTS"].split(",") + (["testserver"] if PROFILE == "test" else [])
PUBLIC_URL: str = ENV["TINHSO_PUBLIC_URL"].rstrip("/")
PROVINCE: str = ENV["TINHSO_PROVINCE"] or ("" if PROFILE == "production" else "Lâm Đồng")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tinhso.shell",
    *discovery.everything(),
    "tinhso.site",
]
MIDDLEWARE = [
    "tinhso.shell.middleware.RequestIdentity",
    "tinhso.site.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "tinhso.shell.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tinhso.site.middleware.Squeezed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.shell.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tinhso.site.middleware.WhoActs",
    "tinhso.shell.middleware.Refusals",
]
ROOT_URLCONF = "tinhso.site.urls"
WSGI_APPLICATION = "tinhso.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tinhso.shell.context.page",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name; host may be %2Fsocket%2Ffolder."""
    parts = urlsplit(url)
    return {
        "ENGINE": "tinhso.site.database",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Django turns preparation on the server off without a word; with it a hot statement costs half (probes.md 4).
        "OPTIONS": {"options": "-c timezone=UTC", "prepare_threshold": 5, "server_side_binding": True},
    }


DATABASES = {"default": database(ENV["TINHSO_DATABASE_URL"] or "postgresql://tinhso@localhost/tinhso")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "tinhso.kernel.identity.rules.one_time.OneTimeHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "tinhso_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tinhso.shell.pages.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV["TINHSO_BEHIND_PROXY"] else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [str(ROOT / "shell" / "locale")]
LANGUAGE_COOKIE_NAME = "tinhso_language"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PROFILE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PROFILE == "test"
WHITENOISE_AUTOREFRESH = False
LOGGING = logs.configuration(ENV["TINHSO_LOG_LEVEL"])
