"""The embedded PostgreSQL: found, started, watched and stopped by this project alone.

Nothing here imports Django, and nothing runs on import.
"""
