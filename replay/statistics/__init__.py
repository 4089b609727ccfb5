"""Statistics over all games: their tables in memory, pages, API and downloads."""
