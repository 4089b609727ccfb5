"""Why an answer cannot be acted on."""

from __future__ import annotations


class Unusable(Exception):
    """``kind``: a word for counting. The message is short, plain, and told to the model.

    Kinds: ``empty``, ``too_long``, ``no_json``, ``bad_answer``, ``illegal_choice``,
    ``bad_arguments``; those of the network are in `replay.players.chat`.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
