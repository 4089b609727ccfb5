"""The pages of the statistics: what they show, where their numbers lead, what they say of none."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from games.models import Game
from replay import summaries
from replay.domain.statistics import means
from replay.domain.statistics.moments import Of
from replay.statistics import figures, view
from replay.statistics.sections import leaderboard
from tests.domain.games import event
from tests.replay import recorded as plain_games
from tests.replay.statistics.recorded import one, record

pytestmark = pytest.mark.django_db

SECTIONS = list(view.SECTIONS)


def address(section: str, query: str = "") -> str:
    page = (
        reverse("statistics")
        if section == "leaderboard"
        else reverse("statistics-section", args=[section])
    )
    return f"{page}?{query}" if query else page


def get(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.content[:500])
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_tells_of_how_many_games_it_is(client, section):
    record(7)
    page = get(client, address(section))
    assert "Of 7 games and 20 players in them." in text(page)
    for block in view.SECTIONS[section].blocks(view.asking.read({})):
        assert block.title in unescape(page)


@pytest.mark.parametrize("section", SECTIONS)
def test_without_games_a_section_says_how_to_come_by_some(client, section):
    assert "No game is recorded yet." in text(get(client, address(section)))


def test_games_that_are_not_summed_up_yet_are_told_of(client):
    record(2, summed=False)
    page = text(get(client, reverse("statistics")))
    assert "2 games are not summed up yet, and in no number." in page
    assert "The games are being read for the first time." in page


def test_a_filter_nothing_fits_says_so(client):
    record(1)
    page = text(get(client, address("luck", "agent=nobody")))
    assert "No game fits." in page
    assert "Agent nobody" in page


def test_what_is_no_filter_is_told_with_its_value(client):
    answer = client.get(address("luck", "players=few"))
    assert answer.status_code == 400
    assert "few" in answer.content.decode()


@pytest.mark.parametrize("page", ["statistics", "statistics-games", "statistics-compare"])
def test_a_misspelt_filter_is_refused_as_it_would_choose_everything(client, page):
    answer = client.get(reverse(page), {"modle": "gpt"})
    assert answer.status_code == 400
    assert "modle" in answer.content.decode()


def test_games_left_out_are_told_with_the_reason_and_the_way_to_them(client):
    record(2)
    doubtful = plain_games.record("odd", [event(0, "wormhole")])
    summaries.make("odd")
    page = get(client, reverse("statistics"))
    assert "1 game left out, which left open what happened" in text(page)
    behind = text(get(client, f"{reverse('statistics-games')}?of=doubtful"))
    assert "odd" in behind
    assert "3 games" in text(get(client, address("leaderboard", "doubtful=1")))
    Game.objects.filter(pk=doubtful.pk).delete()


def cells(html: str) -> list[tuple[str, str, str]]:
    """(address, text, of how many games) of every number that leads somewhere."""
    found = re.findall(
        r'<t[dh][^>]*>\s*(?:<span[^>]*></span>)?<a href="([^"]+)"><bdi>([^<]*)(.*?)</t[dh]>', html
    )
    games = re.compile(r'<small class="of[^>]*>(?:only )?([\d,]+) games?</small>')
    return [
        (unescape(href), unescape(words), of[1] if (of := games.search(rest)) else "")
        for href, words, rest in found
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_number_leads_to_the_games_behind_it(client, section):
    record(9)
    pages, counted = {}, 0
    for href, words, games in cells(get(client, address(section))):
        page = pages.get(href) or pages.setdefault(href, get(client, href))
        assert "Behind the number" in page
        of = parse_qs(urlsplit(href).query)["of"][0]
        number = words.replace(",", "")
        if Of[of.upper()] in means.FINDERS:
            told = text(page).replace("of 1 game.", "of 1 games.")
            assert not games or f" of {games} games." in told, href
        elif number.isdigit() and of not in {"seats", "over", "latencies"}:
            counted += 1
            total = re.search(
                r"(?:([\d,]+) in all, by )?([\d,]+) rows? of ([\d,]+) games?", text(page)
            )
            sums = total[1] or total[2]
            wanted = {sums.replace(",", ""), total[3].replace(",", "")}
            assert number in wanted, (href, words, total[0])
    assert pages
    assert counted or section == "luck"


UNLINKED = {"By chance", "In the long run", "Luck", "When", "In"}
"""What is not counted: theory, bounds of fifths, and the names of rows."""


@pytest.mark.parametrize("section", SECTIONS)
def test_no_counted_number_leads_nowhere(client, section):
    record(9)
    get(client, address(section))
    for block in view.SECTIONS[section].blocks(view.asking.read({})):
        for row in block.rows:
            for column, cell in zip(block.columns[1:], row[1:], strict=True):
                if cell.value not in {None, 0} and column.title not in UNLINKED:
                    assert cell.href, (block.title, column.title, cell)


def test_moments_lead_into_the_game(client):
    record(3)
    page = get(client, f"{reverse('statistics-games')}?of=bankrupt")
    leads = re.findall(r'href="(/games/[^"]+\?seq=\d+)"', page)
    assert leads
    assert client.get(unescape(leads[0])).status_code == 200
    asks = re.findall(
        r'href="([^"]+)">Find the moments',
        get(client, f"{reverse('statistics-games')}?of=landings&position=24"),
    )
    answer = client.get(unescape(asks[0]))
    assert answer.status_code == 200
    assert "position == 24" in unescape(answer.content.decode())


def test_long_lists_have_pages(client, monkeypatch):
    record(4)
    monkeypatch.setattr(view.drill, "PAGE", 5)
    monkeypatch.setattr(view.drill.find, "__defaults__", (5,))
    page = get(client, f"{reverse('statistics-games')}?of=seats")
    later = unescape(re.search(r'class="older" href="([^"]+)"', page)[1])
    second = get(client, f"{reverse('statistics-games')}{later}")
    assert "Newer games" in second
    rows = [re.findall(r"<bdi>(game-\d)</bdi>", html) for html in (page, second)]
    assert len(rows[0]) == 5
    assert len(rows[0]) + len(rows[1]) >= 8


def test_a_table_can_be_sorted_both_ways(client):
    record(9)

    def column(query: str) -> list[float]:
        told = view.asking.read({})
        block = view.blocks.ordered(leaderboard.blocks(told)[0], query)
        place = [one.key for one in block.columns].index("placement")
        return [row[place].value for row in block.rows if row[place].value is not None]

    assert column("placement") == sorted(column("placement"))
    assert column("-placement") == sorted(column("placement"), reverse=True)
    page = get(client, address("leaderboard", "sort=-placement"))
    assert 'aria-sort="descending"' in page
    assert "sort=placement" in page


def test_players_can_be_put_together_by_strategy(client):
    record(6)
    page = text(get(client, address("leaderboard", "by=strategy")))
    assert "No strategy told" in page
    assert client.get(address("leaderboard", "by=shoe")).status_code == 400


def test_fewer_than_five_games_are_not_drawn(client):
    record(4)
    page = get(client, address("leaderboard"))
    assert "Of fewer than 5 games nothing is drawn." in page
    assert "data-figure" not in page
    assert "only 4 games" in text(page) or "only 1 game" in text(page)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_chart_has_a_figure_of_numbers(client, section):
    record(7)
    shown = view.SECTIONS[section]
    for name in shown.figures:
        answer = client.get(reverse("statistics-figure", args=[section, name]))
        assert answer.status_code == 200
        figure = answer.json()
        assert {"data", "layout"} <= figure.keys()
        assert all("role" in trace["meta"] for trace in figure["data"])
    drawn = {one.chart.name for one in shown.blocks(view.asking.read({})) if one.chart}
    assert drawn <= set(shown.figures)
    assert client.get(reverse("statistics-figure", args=[section, "no-such"])).status_code == 404


def test_names_of_strangers_are_only_text(client):
    game = one(1)
    game.players.filter(player_id=0).update(
        agent_type="<script>alert(1)</script>", llm_model_name="\u202e<b>&amp;"
    )
    summaries.make("game-1")
    for section in SECTIONS:
        page = get(client, address(section))
        assert "<script>alert" not in page
        assert "\u202e" not in page
    figure = client.get(reverse("statistics-figure", args=["leaderboard", "wins"])).content.decode()
    assert "<b>" not in figure


def test_two_choices_stand_side_by_side(client):
    record(12)
    page = text(
        get(client, f"{reverse('statistics-compare')}?left.agent=greedy&right.agent=trader")
    )
    assert "Share of wins" in page
    assert "Agent greedy" in page
    assert "games have players of both sides" in page or "game has players of both sides" in page
    same = text(get(client, reverse("statistics-compare")))
    assert "Both sides are the same." in same


def test_the_games_list_leads_to_the_statistics(client):
    record(1)
    assert reverse("statistics") in get(client, reverse("games"))


def test_an_unknown_section_is_not_found(client):
    assert client.get(reverse("statistics-section", args=["weather"])).status_code == 404


def test_no_two_parts_of_a_bar_look_alike():
    parts = [(f"action {number}", [0.1]) for number in range(24)]
    drawn = figures.stacked(["one"], parts, title="")["data"]
    looks = [(int(one["meta"]["role"][5:]) % 8, one["marker"]["pattern"]["shape"]) for one in drawn]
    assert len(set(looks)) == 24
    ordered = figures.stacked(["one"], parts[:10], title="", is_ordered=True)["data"]
    assert {one["meta"]["role"] for one in ordered} == {"step"}
    shares = [one["meta"]["share"] for one in ordered]
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0, 1)
