"""Low-level network failures, mapped once to the product's own errors."""

from __future__ import annotations

import contextlib
from typing import Iterator, Union

from .address import ServiceAddress
from .errors import (
    ConnectionLost,
    NetworkError,
    ProxyFailure,
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
    except ValueError as error:
        raise NetworkError(
            "The answer of {host} cannot be read ({kind}). Check the service address in the profile.",
            host=address.host,
            kind=type(error).__name__,
        ) from error
    except OSError as error:  # `requests` raises it bare for a certificate bundle that is not there
        raise SettingsError(
            "The request to {host} could not be prepared: {why}. Check REQUESTS_CA_BUNDLE.",
            host=address.host,
            why=str(error),
        ) from error


def broken_off(host: str) -> TruncatedAnswerError:
    """The other side closed before all it had announced was here."""
    return TruncatedAnswerError("The answer of {host} broke off half-way. Try again.", host=host)


def _error_for(error: Exception, address: ServiceAddress) -> Union[NetworkError, SettingsError]:
    import requests

    host = address.host
    if isinstance(error, requests.exceptions.ProxyError):
        return _proxy_error(error, host)
    if isinstance(error, requests.exceptions.SSLError):
        return _lost(host) if _broke_under_tls(error) else _untrusted(host)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return _unreachable(host)
    if isinstance(error, requests.exceptions.Timeout):
        return _late(host)
    if isinstance(
        error, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    ):
        return broken_off(host)
    if isinstance(error, requests.ConnectionError):
        return _connection_error(error, host)
    if isinstance(error, ValueError):
        return SettingsError(
            "The request to {host} could not be prepared ({kind}). Check this computer's proxy settings, and the"
            " service address in the profile.",
            host=host,
            kind=type(error).__name__,
        )
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
        return _late(host)
    return _lost(host)


def _broke_under_tls(error: Exception) -> bool:
    """A secure connection that ends without a good-bye is an SSL error too, but a request may have gone through it."""
    text = str(error).lower()
    return "eof" in text or "record mac" in text or "decryption failed" in text


def _untrusted(host: str) -> TlsError:
    return TlsError(
        "The secure connection to {host} could not be trusted. Check this computer's date, and whether a company"
        " proxy opens connections (then set REQUESTS_CA_BUNDLE to its certificate).",
        host=host,
    )


def _late(host: str) -> TimeoutExceeded:
    return TimeoutExceeded("{host} did not answer in time. Check the network and try again.", host=host)


def _lost(host: str) -> ConnectionLost:
    return ConnectionLost("The connection to {host} broke. Check the network and try again.", host=host)


def _proxy_error(error: Exception, host: str) -> NetworkError:
    """urllib3 1.26 blames the proxy for whatever breaks behind one, an answer lost after the request has left too.

    Only what surely failed before the tunnel stood is the proxy's own refusal.
    """
    from urllib3 import exceptions as low

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    cause = getattr(reason, "original_error", None)
    if isinstance(cause, (low.NewConnectionError, low.ConnectTimeoutError)) or "Tunnel connection" in str(
        cause
    ):
        return ProxyFailure(
            "The proxy did not let the request through. Check this computer's proxy settings."
        )
    return ConnectionLost(
        "The connection to {host} broke behind the proxy. Check the network and try again.", host=host
    )


def _unreachable(host: str) -> UnreachableError:
    return UnreachableError(
        "{host} cannot be reached. Check the network, the firewall and the service address.", host=host
    )
