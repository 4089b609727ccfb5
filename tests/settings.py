"""The site's settings, with the tests' own data folder and a quick password hasher."""

import os

from tests import isolation

os.environ.update(isolation.environment_overrides())

from monopoly_site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
