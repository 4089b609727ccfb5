"""Static files from within the server: hashed names, compressed ahead, cached for ever."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

type _View = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise is untyped
    """WhiteNoise without its detour: its own class makes every asynchronous request change
    threads, and streams files in a way Django warns of under ASGI.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: _View) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer a static file's request, or pass it on."""
        if iscoroutinefunction(self):
            return self._answer(request)
        return self._file(request) or self.get_response(request)

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        found = self._file(request)
        return found if found is not None else await self.get_response(request)

    def _file(self, request: HttpRequest) -> HttpResponse | None:
        if not request.path_info.startswith(self.static_prefix):
            return None
        if self.autorefresh:
            file: StaticFile | None = self.find_file(request.path_info)
        else:
            file = self.files.get(request.path_info)
        return None if file is None else _response(file, request)


def _response(file: StaticFile, request: HttpRequest) -> HttpResponse:
    answer = file.get_response(request.method, request.META)
    content = b""
    if answer.file is not None:
        with answer.file as stream:
            content = stream.read()
    response = HttpResponse(content, status=int(answer.status))
    del response.headers["Content-Type"]  # WhiteNoise sends its own, or none with a 304
    for name, value in answer.headers:
        response.headers[name] = value
    return response
