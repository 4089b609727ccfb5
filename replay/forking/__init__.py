"""Forks of recorded games: asked for, played in a process of their own, kept.

`asked` is what a caller wants, `moments` reads the game up to there, `runner` lets `worker` play,
`batches` keeps how many games end, and `storing` makes a single one a game of the record.
"""
