"""Every address of the site; each room lists its own."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls)]
if find_spec("monopoly_site.health"):
    from monopoly_site import health

    urlpatterns += [
        path("healthz", health.healthz),
        path("readyz", health.readyz),
        path("metrics", health.metrics),
    ]
if find_spec("monopoly_site.api"):
    from monopoly_site.api import api

    urlpatterns += [path("api/", api.urls)]
if find_spec("replay.urls"):
    urlpatterns += [path("", include("replay.urls"))]
