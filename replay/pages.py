"""What every page has in common: how it is asked for, and how it says what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from urllib.parse import urlsplit

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from games import outages, parameters
from games.domain.errors import (
    Conflict,
    GameNotFound,
    Invalid,
    NotFound,
    RecordedAnew,
    RewindError,
    SequenceNotFound,
    Unavailable,
)
from replay.drawing import plain
from replay.recording import Recording, open_game

FOREVER = "private, max-age=31536000, immutable"

type View = Callable[..., HttpResponse]

_STATUSES = ((NotFound, 404), (Conflict, 409), (Invalid, 400), (Unavailable, 503))


def page(*known: str, many: Collection[str] = ()) -> Callable[[View], View]:
    """A view that is only read, and says for people what went wrong.

    ``known`` are the parameters that its address may have, ``many`` those of them that it may have
    more than once; any other one is refused.
    """

    def made(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            parameters.check(request.GET, known, many)
            return view(request, *args, **kwargs)

        return require_safe(_told(checked))

    return made


def opened(request: HttpRequest, game_id: str) -> Recording:
    """The game a page asks for more of; ``?v=`` is the version under which the page was loaded.

    Raises:
        GameNotFound: no game has that id.
        RecordedAnew: the page shows another record of it.
    """
    return open_game(game_id, request.GET.get("v", ""))


def action(view: View) -> View:
    """A view that a form of one of our own pages is sent to; no other site's page may send to it.

    Pages have no cookies and are kept by browsers, so there is no token to compare. Browsers say
    where a form comes from (Fetch Metadata, else Origin), and no page can make them lie.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _is_own(request):
            return render(request, "403.html", status=403)
        return told(request, *args, **kwargs)

    told = _told(view)
    return csrf_exempt(require_POST(wrapped))  # held to its own origin above


def is_fragment(request: HttpRequest) -> bool:
    """Whether a piece of the page is asked for, and not the page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def _told(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except RewindError as error:
            response = _problem(request, error)
        except (DatabaseError, InterfaceError) as problem:
            outage = outages.outage(problem)
            if outage is None:
                raise
            response = _problem(request, outage)
        patch_vary_headers(response, ["HX-Request"])
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return wrapped


def _is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _without(request: HttpRequest, field: str | None) -> str:
    """The same address without a parameter that was refused; empty where it was none."""
    if field is None or field not in request.GET or is_fragment(request):
        return ""
    rest = request.GET.copy()
    del rest[field]
    return f"?{rest.urlencode()}"


def _problem(request: HttpRequest, error: RewindError) -> HttpResponse:
    status = next((code for family, code in _STATUSES if isinstance(error, family)), 500)
    context = {
        "code": error.code,
        "detail": plain.visible(error.detail),
        "game_id": getattr(error, "game_id", ""),
        "head": getattr(error, "head", None),
        "is_no_game": isinstance(error, GameNotFound),
        "is_no_event": isinstance(error, SequenceNotFound),
        "is_another": isinstance(error, RecordedAnew),
        "is_busy": isinstance(error, Unavailable),
        "without": _without(request, getattr(error, "field", None)),
    }
    template = "_problem.html" if is_fragment(request) else "problem.html"
    response = render(request, template, context, status=status)
    if isinstance(error, Unavailable):
        response["Retry-After"] = str(error.retry_after)
    return response
