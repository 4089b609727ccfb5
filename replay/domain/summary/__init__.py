"""What the statistics need of one game, so that no page ever scans its events.

Everything is read off one exact fold: effects and the board where they tell, an engine's claims
(`replay.domain.claims`) where only those do. What a log does not tell is None, never zero.
"""
