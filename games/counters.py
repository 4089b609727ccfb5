"""What the record counts, for whoever watches the site."""

from prometheus_client import Counter

EVENTS_APPENDED = Counter("rewind_events_appended", "Events stored, without duplicates")
DECISIONS_APPENDED = Counter("rewind_decisions_appended", "Decisions stored, without duplicates")
