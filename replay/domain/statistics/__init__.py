"""Statistics over any number of games: pure functions of tables that the summaries are stacked to.

Every number is an `replay.domain.statistics.estimates.Estimate`, which says what it is of; where a
log does not tell something, its games are in no number that needs it.
"""
