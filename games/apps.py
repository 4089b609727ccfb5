from django.apps import AppConfig


class GamesConfig(AppConfig):
    name = "games"
    verbose_name = "The record"
    default_auto_field = "django.db.models.BigAutoField"
