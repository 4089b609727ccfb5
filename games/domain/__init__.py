"""The pure core of the record: no Django, no clock, no randomness, no I/O."""
