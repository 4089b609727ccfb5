# ruff: noqa: ARG002 - Django calls these methods with arguments not every one needs.
"""Cleaning up: look games over, delete them, revoke keys. What engines told cannot be edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince

from games import queries
from games.models import ApiKey, Game, GameEvent, LLMDecision, Player

if TYPE_CHECKING:
    from games.queries import StreamedGame

    _GameAdmin = admin.ModelAdmin[Game]
    _EventAdmin = admin.ModelAdmin[GameEvent]
    _DecisionAdmin = admin.ModelAdmin[LLMDecision]
    _KeyAdmin = admin.ModelAdmin[ApiKey]
    _PlayerInline = admin.TabularInline[Player, Game]
else:
    # Django's admin classes take type parameters in its stubs only.
    _GameAdmin = _EventAdmin = _DecisionAdmin = _KeyAdmin = admin.ModelAdmin
    _PlayerInline = admin.TabularInline


class ReadOnly:
    """Can be looked at, and nothing else."""

    def has_add_permission(self, *_: object) -> bool:
        return False

    def has_change_permission(self, *_: object) -> bool:
        return False

    def has_delete_permission(self, *_: object) -> bool:
        return False


class OfOneGame(admin.SimpleListFilter):
    """Events and decisions are listed game by game: all at once there may be millions to count."""

    title = "game"
    parameter_name = "game"
    template = "admin/filter.html"
    newest = 20

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        games = list(Game.objects.order_by("-created_at", "-id")[: self.newest])
        chosen = self.value()
        if chosen and chosen not in {game.game_id for game in games}:
            games += Game.objects.filter(pk=queries.key(chosen))
        return [(game.game_id, game.game_id) for game in games]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(game=queries.key(chosen)) if chosen else queryset.none()


class PlayersOfGame(ReadOnly, _PlayerInline):
    model = Player
    extra = 0
    ordering = ("player_id",)


admin.site.site_header = admin.site.site_title = "Monopoly Rewind"


@admin.register(Game)
class GameAdmin(_GameAdmin):
    list_display = ("name", "status", "age", "events", "turns", "winner_id")
    list_filter = ("status", "created_at")
    search_fields = ("game_id",)
    ordering = ("-created_at", "-id")
    list_per_page = 50
    # The count of all games is not worth a query for every search.
    show_full_result_count = False
    inlines = (PlayersOfGame,)
    delete_confirmation_max_display = 20

    @admin.display(description="game", ordering="game_id")
    def name(self, game: Game) -> str:
        """The game's id, short enough that the other columns stay in sight."""
        return Truncator(game.game_id).chars(48)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return queries.with_stream(super().get_queryset(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Game | None = None) -> bool:
        return False

    @admin.display(ordering="created_at", description="recorded")
    def age(self, game: Game) -> str:
        return f"{timesince(game.created_at)} ago"

    @admin.display(ordering="event_count")
    def events(self, game: StreamedGame) -> SafeString:
        address = reverse("admin:games_gameevent_changelist", query={"game": game.game_id})
        return format_html('<a href="{}">{}</a>', address, game.event_count)

    @admin.display(ordering="total_turns")
    def turns(self, game: Game) -> int:
        return game.total_turns

    def get_deleted_objects(
        self, objs: Sequence[Game] | QuerySet[Game], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Tell exactly what a deletion takes along, by counting: the database cascades."""
        games = Game.objects.filter(pk__in=[game.pk for game in objs])
        counts = {"games": len(objs)} | dict(_counts_of_what_belongs_to(games))
        needed = set() if self.has_delete_permission(request) else {"game"}
        return [str(game) for game in objs], counts, needed, []

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Game]) -> None:
        Game.objects.filter(pk__in=[game.pk for game in queryset]).delete()


@admin.register(GameEvent)
class GameEventAdmin(ReadOnly, _EventAdmin):
    list_display = ("sequence_number", "turn_number", "event_type", "actor_player_id", "timestamp")
    list_filter = (OfOneGame,)
    ordering = ("sequence_number",)
    show_full_result_count = False
    fields = ("game", *list_display, "told")
    readonly_fields = ("told",)

    @admin.display(description="payload")
    def told(self, event: GameEvent) -> SafeString:
        return _readable(event.payload)


@admin.register(LLMDecision)
class LLMDecisionAdmin(ReadOnly, _DecisionAdmin):
    list_display = ("sequence_number", "player_id", "turn_number", "model_version", "timestamp")
    list_filter = (OfOneGame,)
    ordering = ("player_id", "sequence_number")
    show_full_result_count = False


@admin.register(ApiKey)
class ApiKeyAdmin(_KeyAdmin):
    """Keys are made by `create_api_key`, which shows them once; here they can be ended."""

    list_display = ("name", "scope", "created_at", "last_used_at", "revoked_at")
    list_filter = ("scope", ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("name",)
    fields = list_display
    readonly_fields = list_display
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    @admin.action(description="Revoke selected API keys", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        ended = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"{ended} API keys revoked.", messages.SUCCESS)


def _counts_of_what_belongs_to(games: QuerySet[Game]) -> Iterable[tuple[str, int]]:
    """Every table with a foreign key to games, also those of other apps."""
    for relation in Game._meta.related_objects:  # noqa: SLF001 - the documented way
        model: Any = relation.related_model
        rows = model.objects.filter(**{f"{relation.field.name}__in": games.values("pk")})
        yield str(model._meta.verbose_name_plural), rows.count()  # noqa: SLF001


def _readable(value: object) -> SafeString:
    return format_html("<pre>{}</pre>", msgspec.json.format(msgspec.json.encode(value)).decode())
