"""One decision made ready to be shown: what was asked, answered, offered and chosen."""
