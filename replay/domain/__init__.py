"""The pure core of the reading: no Django, no clock, no randomness, no input or output."""
