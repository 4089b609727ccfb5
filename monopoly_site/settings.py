"""Django's settings, from the environment alone (see `environment.py` for the table)."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from monopoly_site import data_dir, environment, logs
from monopoly_site.postgres import address

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    _env = environment.read(os.environ, data_dir.default())
    MONOPOLY_DATA_DIR: Path = _env["MONOPOLY_DATA_DIR"]
    SECRET_KEY: str = _env["SECRET_KEY"] or data_dir.secret_key(MONOPOLY_DATA_DIR)
except (environment.BadEnvironment, data_dir.UnusableDataDir) as problem:
    raise ImproperlyConfigured(str(problem)) from problem

DEBUG: bool = _env["DEBUG"]
ALLOWED_HOSTS: list[str] = _env["ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS: list[str] = _env["CSRF_TRUSTED_ORIGINS"]

API_READ_NEEDS_KEY: bool = _env["API_READ_NEEDS_KEY"]
MAX_BATCH_EVENTS: int = _env["MAX_BATCH_EVENTS"]
MAX_BODY_BYTES: int = _env["MAX_BODY_BYTES"]
MAX_PAYLOAD_BYTES: int = _env["MAX_PAYLOAD_BYTES"]
MAX_STRING_CHARS: int = _env["MAX_STRING_CHARS"]
MAX_JSON_DEPTH: int = _env["MAX_JSON_DEPTH"]
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES

OPENAI_BASE_URL: str | None = _env["OPENAI_BASE_URL"]
OPENAI_API_KEY: str | None = _env["OPENAI_API_KEY"]
LLM_MODEL: str | None = _env["LLM_MODEL"]
LLM_TEMPERATURE: float | None = _env["LLM_TEMPERATURE"]

# --- Database -----------------------------------------------------------------------------

DB_POOL_SIZE: int = _env["DB_POOL_SIZE"]
DB_MAX_OVERFLOW: int = _env["DB_MAX_OVERFLOW"]
DB_POOL_TIMEOUT: float = _env["DB_POOL_TIMEOUT"]
DB_POOL_RECYCLE: float = _env["DB_POOL_RECYCLE"]
DB_ECHO: bool = _env["DB_ECHO"]

# Only the address is worked out here: importing settings never starts a server.
EMBEDDED_POSTGRES = _env["DATABASE_URL"] is None
PG_BIN: Path | None = _env["PG_BIN"]
PG_SETTINGS: dict[str, str] = {}
_database: dict[str, Any] = _env["DATABASE_URL"] or {
    **address.django_settings(MONOPOLY_DATA_DIR),
    "ENGINE": "monopoly_site.embedded_backend",
}
_database["OPTIONS"]["pool"] = {
    "min_size": DB_POOL_SIZE,
    "max_size": DB_POOL_SIZE + DB_MAX_OVERFLOW,
    "timeout": DB_POOL_TIMEOUT,
    "max_lifetime": DB_POOL_RECYCLE,
}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Assembly -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "monopoly_site",
    "games",
    "replay",
    "ninja",  # serves the API documentation's own files; otherwise they come from a CDN
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "monopoly_site.metrics.middleware",
    "monopoly_site.heads.middleware",
    "monopoly_site.api_answers.middleware",
    "monopoly_site.middleware.Security",
    "monopoly_site.middleware.Csp",
    "monopoly_site.static_files.StaticFilesMiddleware",
    "monopoly_site.middleware.Session",
    "monopoly_site.middleware.Common",
    "monopoly_site.middleware.Csrf",
    "monopoly_site.middleware.Authentication",
    "monopoly_site.middleware.Messages",
    "monopoly_site.middleware.Frames",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "monopoly_site.urls"
ASGI_APPLICATION = "monopoly_site.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "monopoly_site.jinja.environment",
            "context_processors": ["django.template.context_processors.csp"],
        },
    },
    {
        "NAME": "admin",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "monopoly_site.plotly_files.Finder",
]
STATIC_ROOT = MONOPOLY_DATA_DIR / "static"
_STATIC_STORAGE = "monopoly_site.bundles.Storage"
if DEBUG:  # files as they lie, without collecting them first
    _STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _STATIC_STORAGE}}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security -----------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    # The nonce is for the one <style> Plotly fills; without it in a page, it isn't sent.
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

HTTPS_ONLY: bool = _env["HTTPS_ONLY"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]

LOGGING = logs.configuration(_env["LOG_LEVEL"], echo_sql=DB_ECHO)
