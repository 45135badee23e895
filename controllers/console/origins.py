"""Hosts and origins, compared by what they mean: letters of any case, default ports, a dot at the end, IPv6."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

PORTS = {"http": 80, "https": 443}
ORIGIN = re.compile(r"(https?)://([^/?#@\s]+)", re.IGNORECASE)
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
LONGEST = 300
"""Letters of an origin; a name has 253 at most (RFC 1035)."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and a port, as ``Host`` has them, and an origin after its scheme (RFC 6454)."""

    name: str
    port: int

    @classmethod
    def read(cls, text: str, scheme: str = "http") -> Self | None:
        """That of ``text``, with the port of ``scheme`` where it has none; ``None`` where it is no authority."""
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
    """Scheme and authority of an origin; ``None`` where it is none, as is ``null``."""
    match = ORIGIN.fullmatch(text) if len(text) <= LONGEST else None
    authority = Authority.read(match[2], match[1].lower()) if match else None
    return (match[1].lower(), authority) if match and authority else None
