"""The site's settings, with the tests' own data folder and a quick password hasher."""

import os

from tests import isolation

os.environ.update(isolation.environment_overrides())

from monopoly_site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The tests' database may be lost with the machine: what it needs is speed.
PG_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Files as they lie: nothing has to be collected before a test.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
