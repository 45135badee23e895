"""Who is let in: pages of this server alone, on this machine alone, or who knows the token; nothing odd or huge."""

import hmac
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from controllers.console import origins
from controllers.console.origins import Authority
from controllers.console.widgets.uploads import LARGEST_BYTES, too_large_message

COOKIE = "distill-console"
FORM_BYTES = 1_000_000
"""What may come with a file."""
LONGEST_ADDRESS = 4000
"""Bytes of a path and a query."""
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
CONTENT_SECURITY_POLICY = (
    # Vue compiles templates, and NiceGUI's page has scripts and styles in it.
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
"""Headers of every answer: nothing from elsewhere runs on the page, and no other page shows it inside."""


class AccessControl:
    """Lets requests through to ``app``, or answers them with one line.

    Without a ``token`` only this machine's names are taken for hosts, so that no other page can have a name point
    here. A request that says which page it comes from must come from this one: from the origin that ``Host`` means,
    or from ``origin``, where a proxy shows it to others. Headers that proxies add are not believed.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str, origin: str = "") -> None:
        self._app = app
        self._names = {authority.name for host in LOOPBACK_NAMES | set(hosts) if (authority := Authority.read(host))}
        self._token = token
        self._origin = origins.origin(origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        send = _with_security_headers(send)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        reason, status = _malformed(scope, [name for name, _ in headers])
        if not reason:
            reason, status = self._reason(dict(headers), given)
        if reason:
            await _refuse(scope, send, status, reason)
        elif self._token and given:
            await _set_cookie(scope, send, self._token)
        else:
            await self._app(scope, _within_limit(receive), send)

    def _reason(self, headers: dict[str, str], given: str) -> tuple[str, HTTPStatus]:
        """Why a request is refused; nothing where it is not."""
        host, origin = headers.get("host", ""), headers.get("origin")
        authority = Authority.read(host)
        if authority is None or (not self._token and authority.name not in self._names):
            return f"The console of Distill is not at {host[:100]!r}. Open it at 127.0.0.1.", HTTPStatus.FORBIDDEN
        if origin is not None and not self._is_own_origin(origin, host):
            return f"The console of Distill takes nothing from the page {origin[:100]!r}.", HTTPStatus.FORBIDDEN
        if self._token and not _same(given or _cookie(headers.get("cookie", "")), self._token):
            return "Open the console of Distill at the address that it printed, with its token.", HTTPStatus.FORBIDDEN
        length = headers.get("content-length", "0")
        size = int(length) if length.isdecimal() and len(length) < 16 else LARGEST_BYTES * 1000
        if size > LARGEST_BYTES + FORM_BYTES:
            return too_large_message(size), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return "", HTTPStatus.OK

    def _is_own_origin(self, text: str, host: str) -> bool:
        """Whether an origin is that of this page, which the browser found at ``host``."""
        origin = origins.origin(text)
        if origin is None:
            return False
        scheme, authority = origin
        return origin == self._origin or authority == Authority.read(host, scheme)


def _malformed(scope: Scope, names: list[str]) -> tuple[str, HTTPStatus]:
    """What is wrong with the form of a request, whoever sent it."""
    length = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if length > LONGEST_ADDRESS:
        return f"An address has up to {LONGEST_ADDRESS} bytes here, not {length}.", HTTPStatus.REQUEST_URI_TOO_LONG
    if not scope["path"].isprintable():
        return f"There is nothing at {scope['path'][:100]!r}.", HTTPStatus.NOT_FOUND
    twice = next((name for name in ("host", "origin", "content-length") if names.count(name) > 1), None)
    return (f"A request has one {twice}, not several.", HTTPStatus.BAD_REQUEST) if twice else ("", HTTPStatus.OK)


def _with_security_headers(send: Send) -> Send:
    """The same, with ``SECURITY_HEADERS`` in every answer."""

    async def send_guarded(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            message["headers"] = [*message.get("headers", ()), *SECURITY_HEADERS]
        await send(message)

    return send_guarded


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _within_limit(receive: Receive) -> Receive:
    """The same, but what does not say its length ends where it gets too long."""
    received = 0

    async def receive_limited() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > LARGEST_BYTES + FORM_BYTES:
                return {"type": "http.disconnect"}
        return message

    return receive_limited


async def _refuse(scope: Scope, send: Send, status: HTTPStatus, reason: str) -> None:
    if scope["type"] == "websocket":
        # Before it was accepted: the browser is answered 403.
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    # The connection is closed: what is still coming is not waited for.
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})


async def _set_cookie(scope: Scope, send: Send, token: str) -> None:
    """Have the browser keep the token, and not show it any more."""
    if scope["type"] == "websocket":
        await _refuse(scope, send, HTTPStatus.FORBIDDEN, "A token is for pages.")
        return
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/".encode()
    headers = [(b"location", b"/"), (b"set-cookie", cookie), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": HTTPStatus.SEE_OTHER, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
