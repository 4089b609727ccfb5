"""A site that keeps to the contract in memory, and fails as a test wants it to."""

import json
import re
from collections import deque

import httpx

from games.client import Delivery, GameLogger

PLAYERS = [
    {"player_id": 0, "name": "Ada", "agent_type": "llm"},
    {"player_id": 1, "name": "Blaise", "agent_type": "rules"},
]
QUICK = Delivery(delay=0.01, first_backoff=0.001, longest_backoff=0.01)


class Site:
    """`faults`: what happens to the next requests, an answer or an exception; None lets it pass."""

    def __init__(self, most=5000):
        self.games = {}
        self.requests = []
        self.authorizations = set()
        self.faults = deque()
        self.most = most
        self.transport = httpx.MockTransport(self._handle)

    def open(self, folder, game_id="g1", delivery=QUICK, key="key", **named):
        named = {"players": PLAYERS, "spool": folder / "spool.jsonl", **named}
        return GameLogger(
            "http://site", key, game_id, delivery=delivery, transport=self.transport, **named
        )

    def numbers(self, game_id="g1"):
        return [event["sequence_number"] for event in self.games[game_id]["events"]]

    def _handle(self, request):
        self.requests.append((request.method, request.url.path))
        self.authorizations.add(request.headers["Authorization"])
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            return fault
        body = json.loads(request.content) if request.content else None
        if request.url.path.endswith("/games"):
            return self._create(body)
        game_id, rest = re.search(r"/games/([^/]+)/?(.*)$", request.url.path).groups()
        if game_id not in self.games:
            return refusal(404, "game_not_found")
        game = self.games[game_id]
        match request.method, rest:
            case "POST", "events":
                return self._append(game, body["events"])
            case "POST", "decisions":
                game["decisions"] += [d for d in body["decisions"] if d not in game["decisions"]]
                return said(201, appended=len(body["decisions"]), duplicates=0)
            case "PATCH", _:
                if game["status"] == "finished" != body["status"]:
                    return refusal(409, "impossible_transition")
                game.update(body)
                return said(200, game_id=game_id, head=len(game["events"]) - 1)
            case "GET", "events":
                after = int(request.url.params["after"])
                later = [e for e in game["events"] if e["sequence_number"] > after]
                return said(200, events=later, next=None)
            case _:
                return said(200, decisions=[], next=None)

    def _create(self, body):
        new = body["game_id"] not in self.games
        fresh = {"told": body, "events": [], "decisions": [], "status": "created"}
        game = self.games.setdefault(body["game_id"], fresh)
        if game["told"] != body:
            return refusal(409, "game_exists")
        answer = {"game_id": body["game_id"], "head": len(game["events"]) - 1}
        return said(201 if new else 200, **answer)

    def _append(self, game, events):
        if len(events) > self.most:
            return refusal(413, "too_large")
        head = len(game["events"])
        if events[0]["sequence_number"] > head:
            return refusal(409, "sequence_gap", expected=head, got=events[0]["sequence_number"])
        known = head - events[0]["sequence_number"]
        for old, new in zip(game["events"][head - known :], events, strict=False):
            if old != new:
                return refusal(409, "sequence_conflict", sequence_number=new["sequence_number"])
        if any(event["event_type"] == "refused" for event in events):
            return refusal(422, "invalid_field")
        game["events"] += events[known:]
        fresh = len(events[known:])
        return said(201, appended=fresh, duplicates=len(events) - fresh, head=head + fresh - 1)


def said(status, **body):
    return httpx.Response(status, json=body)


def refusal(status, code, headers=None, **data):
    body = {"code": code, "detail": f"It is {code}.", **data}
    return httpx.Response(status, json=body, headers=headers)


def told(log, count):
    """Tell a few events; their numbers."""
    return [log.event("dice_roll", actor=0, turn=1, payload={"die": i}) for i in range(count)]


def spooled(folder):
    """The events in the spool."""
    lines = [json.loads(line) for line in (folder / "spool.jsonl").read_bytes().splitlines()]
    return [line["event"] for line in lines if "event" in line]
