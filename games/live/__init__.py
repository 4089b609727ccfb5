"""Live follow: who reads a game while it is played is told of each event at its commit.

`announcing` notifies within the writers' transactions; one connection per process listens
(`hub`), and each followed game has a `feed` that any number of followers share. A notice carries no
event, only the new head: events are always read from the table, so that nothing depends on a notice
that was lost.
"""
