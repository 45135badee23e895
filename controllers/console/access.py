"""Access control for the page's server: host, origin, token, and the size and form of requests."""

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
"""Bytes of a request that may come on top of an uploaded file."""
LONGEST_ADDRESS = 4000
"""Largest path and query of a request, in bytes."""
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Hosts that are always accepted."""
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
"""Headers of every response: the page runs nothing from other origins, and is shown in no frame."""


class AccessControl:
    """ASGI middleware that passes requests to ``app``, or refuses them in one line.

    Without a ``token``, only names of this machine are accepted as ``Host``, against DNS rebinding. A request with an
    ``Origin`` must come from this page: from the origin of its ``Host``, or from ``origin``. Headers that proxies add,
    such as ``X-Forwarded-For``, are ignored.

    Args:
        app: the application behind.
        hosts: names that are accepted beside ``LOOPBACK_NAMES``.
        token: the secret that browsers have to present, once in the address and then as a cookie; empty for none.
        origin: the origin under which a proxy publishes the page; empty without one.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str, origin: str = "") -> None:
        self._app = app
        self._names = {authority.name for host in LOOPBACK_NAMES | set(hosts) if (authority := Authority.read(host))}
        self._token = token
        self._origin = origins.origin(origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
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
        """Reason and status if a request is refused; else an empty reason."""
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
        """True if an origin is that of this page, which the browser reached at ``host``."""
        origin = origins.origin(text)
        if origin is None:
            return False
        scheme, authority = origin
        return origin == self._origin or authority == Authority.read(host, scheme)


def _malformed(scope: Scope, names: list[str]) -> tuple[str, HTTPStatus]:
    """Reason and status if the form of a request is wrong; else an empty reason."""
    length = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if length > LONGEST_ADDRESS:
        return f"An address has up to {LONGEST_ADDRESS} bytes here, not {length}.", HTTPStatus.REQUEST_URI_TOO_LONG
    if not scope["path"].isprintable():
        return f"There is nothing at {scope['path'][:100]!r}.", HTTPStatus.NOT_FOUND
    twice = next((name for name in ("host", "origin", "content-length") if names.count(name) > 1), None)
    return (f"A request has one {twice}, not several.", HTTPStatus.BAD_REQUEST) if twice else ("", HTTPStatus.OK)


def _with_security_headers(send: Send) -> Send:
    """Wrap ``send`` so that every response has the ``SECURITY_HEADERS``."""

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
    """Wrap ``receive`` so that a body of unstated length is cut off at the limit."""
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
        # Closed before it was accepted: the server answers 403.
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
        return
    # The connection is closed, so that the rest of a large body is not read.
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})


async def _set_cookie(scope: Scope, send: Send, token: str) -> None:
    """Store the token in a cookie, and redirect to the address without it."""
    if scope["type"] == "websocket":
        await _refuse(scope, send, HTTPStatus.FORBIDDEN, "A token is for pages.")
        return
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/".encode()
    headers = [(b"location", b"/"), (b"set-cookie", cookie), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": HTTPStatus.SEE_OTHER, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
