"""How fast and how large: ``make bench``. Ratios within one run, never a test."""
