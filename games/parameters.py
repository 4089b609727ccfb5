"""What an address may ask for. What is misspelt there would ask for nothing, and the answer be to
another question than was meant: it is refused by name.
"""

from __future__ import annotations

from collections.abc import Collection

from django.http import QueryDict

from games.domain.errors import InvalidField, UnknownParameter


def check(given: QueryDict, known: Collection[str], many: Collection[str] = ()) -> None:
    """Refuse parameters that nobody reads. ``many``: those that may be there more than once.

    Raises:
        InvalidField: one is not known, or told twice.
    """
    for name in given:
        if not known:
            raise InvalidField(name, given[name], "no parameter here, where there are none")
        if name not in known:
            raise UnknownParameter(name, given[name], allowed=tuple(known))
        if name not in many and len(given.getlist(name)) > 1:
            wrong = f"told {len(given.getlist(name))} times, and only one can be"
            raise InvalidField(name, given[name], wrong)
