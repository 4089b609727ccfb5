"""The reading: what the recorded events mean. Everything stored here is derived and can be rebuilt."""
