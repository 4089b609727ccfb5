"""The ASGI application that uvicorn serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monopoly_site.settings")

_django = get_asgi_application()

from monopoly_site.body_bound import bounded  # noqa: E402 - Django must be set up first

application = bounded(_django)
