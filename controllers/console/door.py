"""Who is let in: pages of this server alone, on this machine alone, or who knows the token; and nothing too large."""

import hmac
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from controllers.console.uploads import LARGEST_BYTES, too_large

COOKIE = "distill-console"
MARGIN_BYTES = 1_000_000
"""What may come with a file."""
HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Door:
    """Lets requests through to ``app``, or answers them with one line.

    Without a ``token`` only this machine's names are taken for hosts, so that no other page can have a name point
    here. A request that says which page it comes from must come from this one.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str) -> None:
        self._app = app
        self._hosts = HERE | set(hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        reason, status = self._reason(headers, asked)
        if reason:
            await _refuse(scope, send, status, reason)
        elif self._token and asked:
            await _remember(scope, send, self._token)
        else:
            await self._app(scope, _limited(receive), send)

    def _reason(self, headers: dict[str, str], asked: str) -> tuple[str, HTTPStatus]:
        """Why a request is refused; nothing where it is not."""
        host, origin = headers.get("host", ""), headers.get("origin")
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        if not self._token and name not in self._hosts:
            return f"The console of Distill is not at {host!r}. Open it at 127.0.0.1.", HTTPStatus.FORBIDDEN
        if origin is not None and urlsplit(origin).netloc != host:
            return f"The console of Distill takes nothing from the page {origin!r}.", HTTPStatus.FORBIDDEN
        if self._token and not _same(asked or _cookie(headers.get("cookie", "")), self._token):
            return "Open the console of Distill at the address that it printed, with its token.", HTTPStatus.FORBIDDEN
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BYTES + MARGIN_BYTES:
            size = int(length) if length.isdecimal() else 0
            return too_large(size), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return "", HTTPStatus.OK


def _same(said: str, token: str) -> bool:
    return hmac.compare_digest(said.encode(), token.encode())


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _limited(receive: Receive) -> Receive:
    """The same, but what does not say its length ends where it gets too long."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > LARGEST_BYTES + MARGIN_BYTES:
                return {"type": "http.disconnect"}
        return message

    return limited


async def _refuse(scope: Scope, send: Send, status: HTTPStatus, reason: str) -> None:
    if scope["type"] == "websocket":
        # Before it was accepted: the browser is answered 403.
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    # The connection is closed: what is still coming is not waited for.
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})


async def _remember(scope: Scope, send: Send, token: str) -> None:
    """Have the browser keep the token, and not show it any more."""
    if scope["type"] == "websocket":
        await _refuse(scope, send, HTTPStatus.FORBIDDEN, "A token is for pages.")
        return
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/".encode()
    headers = [(b"location", b"/"), (b"set-cookie", cookie), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": HTTPStatus.SEE_OTHER, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
