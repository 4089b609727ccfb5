"""Every address of the site; each room lists its own.

The pages for 400, 403, 404 and 500 are Django's own handlers' and drawn from templates/.
"""

from django.contrib import admin
from django.urls import include, path

from monopoly_site import health
from monopoly_site.api import api

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/", api.urls),
    path("admin/", admin.site.urls),
    path("", include("replay.urls")),
]
