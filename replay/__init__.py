"""The reading: what the recorded events mean. All that is stored here is derived."""
