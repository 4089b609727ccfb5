"""Questions to a game's history: an expression in CEL, and the events after which it holds."""
