"""The service's address: https anywhere, plain http only to this computer."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import SettingsError

_HOST_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class ServiceAddress:
    """Scheme and host of the service; `host` is what is signed, its port included where there is one."""

    scheme: str
    host: str

    @classmethod
    def parse(cls, text: str) -> ServiceAddress:
        """Read "https://host[:port]" or a bare host name; raises SettingsError with what to write instead."""
        written = text.strip()
        try:
            parts = urlsplit(written if "://" in written else "https://" + written)
            port = parts.port
        except ValueError:
            raise _bad(text) from None
        host = (parts.hostname or "").strip()
        if (
            not _is_host(host, parts.netloc)
            or parts.path.strip("/")
            or parts.query
            or parts.fragment
            or parts.username
            or " " in parts.netloc
        ):
            raise _bad(text)
        if parts.scheme not in ("http", "https"):
            raise _bad(text)
        if parts.scheme == "http" and not is_loopback(host):
            raise SettingsError(
                "The service address '{text}' is not secure. Write https:// ; plain http is only for a service on"
                " this computer.",
                text=text[:120],
            )
        shown = f"[{host}]" if ":" in host else host
        return cls(parts.scheme, shown if port is None else f"{shown}:{port}")

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def is_local(self) -> bool:
        """True where the service runs on this computer, so that no proxy may stand between."""
        return is_loopback(urlsplit(self.url).hostname or "")


def is_loopback(host: str) -> bool:
    """True for localhost and the loopback addresses."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str, netloc: str) -> bool:
    """False for what no host is called; brackets hold IPv6 addresses alone. Python's own check varies by version."""
    if "[" not in netloc:
        return bool(_HOST_NAME.fullmatch(host))
    try:
        return ipaddress.ip_address(host.split("%")[0]).version == 6
    except ValueError:
        return False


def _bad(text: str) -> SettingsError:
    return SettingsError(
        "'{text}' is not a service address. Write it as https://task.renderbus.com or"
        " https://task.foxrenderfarm.com.",
        text=text[:120],
    )
