"""The engine's own agents, as players."""

from __future__ import annotations

from random import Random

from replay.domain.agents.llm import menu as menus
from replay.domain.agents.registry import AGENTS
from replay.players import Decided, Made, Moment, is_forced


class AgentPlayer:
    """A pure agent by its name. ``records``: whether its choices are recorded as decisions."""

    reads_news = False

    def __init__(self, name: str, *, records: bool = False) -> None:
        self._choose = AGENTS[name]
        self._records = records

    def check(self) -> None:
        """It can always play."""

    def close(self) -> None:
        """It holds nothing."""

    def choose(self, moment: Moment, rng: Random) -> Made:
        choice = self._choose(moment.view, moment.choices, rng)
        if not self._records or is_forced(moment.choices):
            return Made(choice)
        menu = menus.of(moment.choices)
        state = moment.view.state
        decided = Decided(
            player=moment.setup.seats[moment.view.seat].player_id,
            turn=state.turn_number,
            game_state={"event_sequence": state.sequence_number},
            player_state={},
            available_actions=menus.written(menu, moment.setup),
            chosen_action=menus.told(menu, choice, moment.setup),
        )
        return Made(choice, decided=decided)
