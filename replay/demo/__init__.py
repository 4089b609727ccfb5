"""What `make demo` shows: a site in which games arrive, one of them while you watch."""
