"""Forks: any moment of any game, played on by the rules.

`past` reads what a turn has told so far, in whatever vocabulary; `resume` makes of it and of the
board a game the rules can go on with; `fork` plays it; `odds` counts how many such games end.
What the past did not tell is decided here, by `docs/forks.md`, and said in the fork's notes.
"""
