"""Low-level network failures, mapped once to the product's own errors."""

from __future__ import annotations

import contextlib
from typing import Iterator

from .address import ServiceAddress
from .errors import (
    ConnectionLost,
    NetworkError,
    ProxyFailure,
    RenderbusError,
    SettingsError,
    TimeoutExceeded,
    TlsError,
    TruncatedAnswerError,
    UnreachableError,
)


@contextlib.contextmanager
def mapped(address: ServiceAddress) -> Iterator[None]:
    """Turn what `requests` raises inside the block into one of this product's errors."""
    import requests

    try:
        yield
    except requests.RequestException as error:
        raise _error_for(error, address) from error
    except UnicodeError as error:
        raise SettingsError(
            "The service address or access id holds characters that cannot be sent. Correct the profile."
        ) from error


def range_ignored() -> RenderbusError:
    """The other side sent the file from its start although its middle was asked for."""
    return ConnectionLost("The service cannot go on in the middle of a file. The file is fetched again.")


def _error_for(error: Exception, address: ServiceAddress) -> RenderbusError:
    import requests

    host = address.host
    if isinstance(error, requests.exceptions.ProxyError):
        return ProxyFailure(
            "The proxy did not let the request through. Check this computer's proxy settings."
        )
    if isinstance(error, requests.exceptions.SSLError):
        return TlsError(
            "The secure connection to {host} could not be trusted. Check this computer's date, and whether a company"
            " proxy opens connections (then set REQUESTS_CA_BUNDLE to its certificate).",
            host=host,
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return _unreachable(host)
    if isinstance(error, requests.exceptions.Timeout):
        return TimeoutExceeded("{host} did not answer in time. Check the network and try again.", host=host)
    if isinstance(
        error, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    ):
        return TruncatedAnswerError("The answer of {host} broke off half-way. Try again.", host=host)
    if isinstance(error, requests.ConnectionError):
        return _connection_error(error, host)
    if isinstance(error, ValueError):
        return SettingsError("'{host}' is not a service address. Correct the profile.", host=host)
    return NetworkError(
        "The request to {host} failed ({kind}). Try again.", host=host, kind=type(error).__name__
    )


def _connection_error(error: Exception, host: str) -> NetworkError:
    """A connection that was never made is told from one that broke: only the first is sure to have sent nothing."""
    from urllib3 import exceptions as low

    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, (low.NewConnectionError, low.ConnectTimeoutError)):
        return _unreachable(host)
    if isinstance(reason, low.ReadTimeoutError):
        return TimeoutExceeded("{host} did not answer in time. Check the network and try again.", host=host)
    return ConnectionLost("The connection to {host} broke. Check the network and try again.", host=host)


def _unreachable(host: str) -> UnreachableError:
    return UnreachableError(
        "{host} cannot be reached. Check the network, the firewall and the service address.", host=host
    )
