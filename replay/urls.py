"""The pages' addresses."""

from django.urls import path, register_converter

from replay import (
    ask_view,
    audit_view,
    bookmarks_view,
    changed_view,
    charts_view,
    compare_view,
    export_view,
    forks_view,
    lanes_view,
    live_view,
    log_view,
    panel_view,
    search_view,
    tempo_view,
    views,
)
from replay.statistics import compare_view as statistics_compare
from replay.statistics import view as statistics
from replay.statistics import within_view as statistics_within


class Signed:
    """A whole number that may be negative: -1 is the board before a stream that starts at 0."""

    regex = r"-?[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write it."""
        return str(value)


register_converter(Signed, "signed")

# The API refuses a slash in a game_id; one that came in otherwise must not break the list.
urlpatterns = [
    path("", views.games, name="games"),
    path("compare/", compare_view.compare, name="compare"),
    path("search/", search_view.search, name="search"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/games/", statistics.games, name="statistics-games"),
    path("statistics/within/", statistics_within.within_, name="statistics-within"),
    path("statistics/compare/", statistics_compare.compare, name="statistics-compare"),
    path("statistics/growing/", statistics.growing, name="statistics-growing"),
    path("statistics/export/", statistics.exports, name="statistics-export"),
    path(
        "statistics/export/<slug:name>.<slug:form>",
        statistics.download,
        name="statistics-download",
    ),
    path(
        "statistics/<slug:section>/figures/<slug:name>.json",
        statistics.figure,
        name="statistics-figure",
    ),
    path("statistics/<slug:section>/", statistics.statistics, name="statistics-section"),
    path(
        "games/<path:game_id>/decision/<signed:player_id>/<int:number>/",
        search_view.decision,
        name="decision",
    ),
    path("games/<path:game_id>/turns.json", views.turns, name="turns"),
    path("games/<path:game_id>/changed/", changed_view.changed, name="changed"),
    path(
        "games/<path:game_id>/differing/<signed:sequence_number>.json",
        changed_view.differing,
        name="differing",
    ),
    path("games/<path:game_id>/matches.json", log_view.matches, name="matches"),
    path("games/<path:game_id>/tempo.json", tempo_view.tempo, name="tempo"),
    path("games/<path:game_id>/decided.json", tempo_view.decided, name="decided"),
    path("games/<path:game_id>/bookmarks.json", bookmarks_view.listed, name="bookmarks"),
    path("games/<path:game_id>/do/bookmark/", bookmarks_view.keep, name="keep_bookmark"),
    path("games/<path:game_id>/do/unbookmark/", bookmarks_view.drop, name="drop_bookmark"),
    path(
        "games/<path:game_id>/export/event-<signed:sequence_number>.json",
        export_view.event,
        name="export_event",
    ),
    path(
        "games/<path:game_id>/export/state-<signed:sequence_number>.json",
        export_view.state,
        name="export_state",
    ),
    path(
        "games/<path:game_id>/export/board-<signed:sequence_number>.svg",
        export_view.picture,
        name="export_picture",
    ),
    path("games/<path:game_id>/export/game.zip", export_view.game, name="export_game"),
    path("games/<path:game_id>/do/fork/", forks_view.play_on, name="play_on"),
    path("games/<path:game_id>/log/<int:number>/", log_view.rows, name="log"),
    path("games/<path:game_id>/charts/<slug:metric>.json", charts_view.figure, name="figure"),
    path("games/<path:game_id>/charts/", charts_view.charts_page, name="charts"),
    path("games/<path:game_id>/live/", live_view.live, name="live"),
    path("games/<path:game_id>/lanes.json", lanes_view.stream, name="lanes"),
    path("games/<path:game_id>/lanes/decisions.json", lanes_view.made, name="lanes-decisions"),
    path("games/<path:game_id>/lanes/findings.json", lanes_view.found, name="lanes-findings"),
    path(
        "games/<path:game_id>/lanes/<signed:sequence_number>.json",
        lanes_view.sentence,
        name="lanes-sentence",
    ),
    path("games/<path:game_id>/ask/progress/", ask_view.progress, name="ask-progress"),
    path("games/<path:game_id>/ask/marks.json", ask_view.marks, name="ask-marks"),
    path("games/<path:game_id>/ask/watches.json", ask_view.kept, name="watches"),
    path("games/<path:game_id>/do/watch/", ask_view.keep, name="keep-watch"),
    path("games/<path:game_id>/do/unwatch/", ask_view.remove, name="remove-watch"),
    path("games/<path:game_id>/audit/", audit_view.audit, name="audit"),
    path("games/<path:game_id>/frame/<signed:sequence_number>/", views.frame, name="frame"),
    path(
        "games/<path:game_id>/panels/<slug:name>/<signed:sequence_number>/",
        panel_view.panel,
        name="panel",
    ),
    path("games/<path:game_id>/", views.timeline, name="timeline"),
]
