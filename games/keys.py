"""API keys: random, kept as hashes only, valid until revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from games.domain.errors import InvalidField, KeyNameTaken, KeyNotFound, Unauthorized
from games.domain.exactness import check_string
from games.models import LONGEST_KEY_NAME, ApiKey

# Asked with every batch, where the ORM would take longer to write the query than to have it run.
_COLUMNS = ("id", "name", "scope", "last_used_at", "revoked_at")
_BY_HASH = f"SELECT {', '.join(_COLUMNS)} FROM api_keys WHERE hash = %s"  # noqa: S608 - our names

PREFIX = "mr_"
USE_NOTED_EVERY = timedelta(minutes=1)


def create(name: str, scope: str = ApiKey.Scope.WRITE) -> str:
    """Make a key and return it: the only moment it can be seen.

    Raises InvalidField for a name that cannot be, KeyNameTaken if a valid key has it.
    """
    if not name.strip() or len(name) > LONGEST_KEY_NAME:
        raise InvalidField("name", name, f"a key's name has 1 to {LONGEST_KEY_NAME} characters")
    check_string(name, "name", LONGEST_KEY_NAME)
    key = PREFIX + secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            ApiKey.objects.create(name=name, scope=scope, hash=_hash(key))
    except IntegrityError as clash:
        raise KeyNameTaken(name) from clash
    return key


def authenticate(key: str) -> ApiKey:
    """The key's row, noted as used. Raises Unauthorized if there is none or it was revoked."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_HASH, [_hash(key)])
        row = cursor.fetchone()
    if row is None:
        raise Unauthorized("There is no such key")
    found = ApiKey(**dict(zip(_COLUMNS, row, strict=True)))
    if found.revoked_at is not None:
        raise Unauthorized("This key was revoked")
    _note_use(found)
    return found


def revoke(name: str) -> None:
    """End a key at once. Raises KeyNotFound unless a valid key has this name."""
    if not ApiKey.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now()):
        raise KeyNotFound(name)


def _hash(key: str) -> str:
    # A key holds 256 random bits: a slow hash or a salt would add nothing but time.
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def _note_use(key: ApiKey) -> None:
    """Write last_used_at once a minute, not with every batch of an engine."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
