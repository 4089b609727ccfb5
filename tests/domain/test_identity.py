"""A game's key is a UUIDv8 over its name."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.domain.identity import game_uuid


def test_a_name_has_one_key_for_ever():
    assert game_uuid("abc123") == UUID("ddfcf5a8-55bf-8478-ad23-7528b1df7692")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_key_is_a_uuid_of_version_8_and_the_standard_variant(name: str):
    key = game_uuid(name)

    assert (key.version, key.variant) == (8, "specified in RFC 4122")


def test_names_that_differ_only_in_form_have_different_keys():
    names = ["abc", "ABC", " abc", "abc ", "é", "e\u0301"]

    assert len({game_uuid(name) for name in names}) == len(names)


def test_half_a_surrogate_pair_is_no_name():
    with pytest.raises(UnicodeEncodeError):
        game_uuid("\ud800")
