"""Django's PostgreSQL backend for the embedded server, started when first connected to."""
