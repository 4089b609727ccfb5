"""Django's handle on the reading."""

from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """The reading: what the recorded events mean."""

    name = "replay"
    verbose_name = "Replay"
