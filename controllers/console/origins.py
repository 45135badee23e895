"""Hosts and origins in normal form: lower case, default port, no final dot, compressed IPv6 (RFC 6454, RFC 5952)."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

PORTS = {"http": 80, "https": 443}
"""Default ports of the schemes (RFC 9110, section 4.2)."""
ORIGIN = re.compile(r"(https?)://([^/?#@\s]+)", re.IGNORECASE)
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
LONGEST = 300
"""Characters of an origin; a host name has at most 253 (RFC 1035)."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Host name and port, as in a ``Host`` header and in an origin after its scheme (RFC 6454)."""

    name: str
    port: int

    @classmethod
    def read(cls, text: str, scheme: str = "http") -> Self | None:
        """Parse ``text``, with the default port of ``scheme`` if it has none; ``None`` if it is no authority."""
        match = AUTHORITY.fullmatch(text) if len(text) <= LONGEST else None
        if match is None:
            return None
        name, port = match[1].lower().removesuffix("."), int(match[2] or PORTS[scheme])
        if name.startswith("["):
            try:
                name = f"[{ipaddress.IPv6Address(name[1:-1])}]"
            except ValueError:
                return None
        return cls(name, port) if name and port < 65_536 else None


def origin(text: str) -> tuple[str, Authority] | None:
    """Parse an origin to scheme and authority; ``None`` if it is no HTTP origin, such as ``null``."""
    match = ORIGIN.fullmatch(text) if len(text) <= LONGEST else None
    authority = Authority.read(match[2], match[1].lower()) if match else None
    return (match[1].lower(), authority) if match and authority else None
