"""The one tree of errors; every text is fit to show to an artist and says what to do.

RenderbusError
├── InputError                       what was asked for cannot be done as asked
│   ├── FrameRangeError              a frame range that is not one
│   ├── SceneError                   a scene file that cannot be read
│   ├── UnknownNameError             a camera, layer, environment … that is not there
│   └── UnsignableValueError         a value the signature cannot carry unambiguously
├── SettingsError                    settings, profile or key missing or broken
├── LocalFileError                   this computer's disk: full, unwritable, vanished
├── Cancelled                        the user stopped it
├── NetworkError                     no usable answer came (may_have_arrived says what is known)
│   ├── UnreachableError             could not connect, host name unknown
│   ├── TlsError                     the connection could not be trusted
│   ├── ProxyFailure                 the proxy refused or failed
│   ├── TimeoutExceeded              connected, but too slow
│   ├── ConnectionLost               the connection broke half-way
│   │   └── StaleConnection          one that was kept, before anything of the answer came
│   ├── HttpStatusError              an HTTP error instead of an answer
│   └── AnswerError                  an answer that is not the protocol's
│       ├── NotJsonError
│       ├── TruncatedAnswerError
│       └── WrongEnvelopeError
├── TransferError                    a file could not be sent or fetched whole
└── ServiceError                     the service answered with an error code
    ├── AuthenticationError          602 604 606 607 611
    │   └── SignatureExpiredError    610
    ├── PermissionDenied             403 605
    ├── AccountError                 800-815
    ├── WrongRegionError             608 301
    ├── InvalidRequestError          400 600 601 603
    ├── NotFoundError                404
    ├── NoMoreRecordsError           700
    ├── LabelExistsError             503
    └── ServerFaultError             100 500 513
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type, Union

from .messages import Message


class RenderbusError(Exception):
    """Root of every error this product raises on purpose."""

    def __init__(self, message: Union[Message, str], **args: Any) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **args)
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message.text()


class InputError(RenderbusError):
    """What was asked for cannot be done as asked; the text says what to give instead."""


class FrameRangeError(InputError):
    """A frame range that cannot be read or is too large."""


class SceneError(InputError):
    """A scene file that cannot be read at all; single odd nodes are problems in the snapshot instead."""


class UnknownNameError(InputError):
    """A camera, layer, environment, label or task that is not there."""


class UnsignableValueError(InputError):
    """A value the signature cannot carry unambiguously; nothing was sent."""


class SettingsError(RenderbusError):
    """Settings, profile or access key are missing or broken."""


class LocalFileError(RenderbusError):
    """This computer's disk refused: full, not writable, vanished."""


class Cancelled(RenderbusError):
    """The user stopped it."""

    def __init__(self) -> None:
        super().__init__("Stopped before it was finished.")


class NetworkError(RenderbusError):
    """No usable answer came. `may_have_arrived` is False only when nothing of the request can have been sent."""

    may_have_arrived = True


class UnreachableError(NetworkError):
    """Could not connect; nothing was sent."""

    may_have_arrived = False


class TlsError(NetworkError):
    """The secure connection could not be made or trusted; nothing was sent."""

    may_have_arrived = False


class ProxyFailure(NetworkError):
    """The proxy refused or failed; nothing reached the service."""

    may_have_arrived = False


class TimeoutExceeded(NetworkError):
    """The service was reached but did not answer in time."""


class ConnectionLost(NetworkError):
    """The connection broke while a request was under way."""


class StaleConnection(ConnectionLost):
    """A kept connection broke before anything of the answer came: most likely it had been closed since its last one."""


class HttpStatusError(NetworkError):
    """The service, or something before it, answered with an HTTP error and no envelope."""

    def __init__(self, status: int, message: Union[Message, str], **args: Any) -> None:
        super().__init__(message, status=status, **args)
        self.status = status
        self.retry_after_s: Optional[float] = None


class AnswerError(NetworkError):
    """An answer came that is not the protocol's."""


class NotJsonError(AnswerError):
    """The answer is not JSON (a login page of a hotel network, an error page of a proxy)."""


class TruncatedAnswerError(AnswerError):
    """The answer broke off before its end."""


class WrongEnvelopeError(AnswerError):
    """The answer is JSON, but not version, result, code, data."""


class TransferError(RenderbusError):
    """A file could not be sent or fetched whole."""


class ServiceError(RenderbusError):
    """The service answered with a code other than 200.

    `code` is the service's number, `server_message` its own words ("" where it gave none).
    """

    def __init__(self, code: int, server_message: str, text: Optional[str] = None) -> None:
        self.code = code
        self.server_message = server_message
        said = server_message or Message("(no message)")
        super().__init__(
            Message(
                "{what} The service says: {said} (code {code}).", what=Message(text), said=said, code=code
            )
            if text
            else Message("The service refused with code {code}: {said}", said=said, code=code)
        )


class AuthenticationError(ServiceError):
    """The access id or key is wrong, or a log-in is asked for."""


class SignatureExpiredError(AuthenticationError):
    """610: this computer's clock and the service's differ by more than the service allows."""

    server_time_ms: Optional[int] = None


class PermissionDenied(ServiceError):
    """The account may not do this."""


class AccountError(ServiceError):
    """Something is wrong with the account itself (disabled, address refused)."""


class WrongRegionError(ServiceError):
    """The account belongs to another region or address."""


class InvalidRequestError(ServiceError):
    """The service did not accept what was sent."""


class NotFoundError(ServiceError):
    """What was asked for is not there."""


class NoMoreRecordsError(ServiceError):
    """700: there is nothing (more) to list."""


class LabelExistsError(ServiceError):
    """503: a label of that name is there already."""


class ServerFaultError(ServiceError):
    """The service failed inside; trying later may work."""


_BAD_KEY = (
    "The service did not accept the access id and key. Correct them in the settings, or with 'rb-dcc login'."
)
_VERIFY = "The service asks for a verification code. Log in once on its web page, then try again."
_BAD_REQUEST = "The service did not accept the request."
_ACCOUNT = "There is something wrong with the account. Ask the farm's support."

CODES: Dict[int, Tuple[Type[ServiceError], str]] = {
    100: (ServerFaultError, "The service could not do it. Try again, and ask its support if it goes on."),
    301: (WrongRegionError, "The service has moved. Check the service address in the profile."),
    400: (InvalidRequestError, _BAD_REQUEST),
    403: (PermissionDenied, "The service does not allow this for your account."),
    404: (NotFoundError, "The service does not know what was asked for. It may have been deleted."),
    500: (ServerFaultError, "The service failed. Try again in a few minutes."),
    503: (LabelExistsError, "A label of that name is there already. Choose another name."),
    513: (ServerFaultError, "The service could not read the account's data. Try again in a few minutes."),
    600: (InvalidRequestError, "The service did not accept a value."),
    601: (InvalidRequestError, "The service misses a value."),
    602: (AuthenticationError, _BAD_KEY),
    603: (InvalidRequestError, _BAD_REQUEST),
    604: (AuthenticationError, _VERIFY),
    605: (PermissionDenied, "Your account has no permission for this. Ask the owner of the main account."),
    606: (AuthenticationError, _VERIFY),
    607: (AuthenticationError, _VERIFY),
    608: (WrongRegionError, "The account belongs to another region. Choose the other zone and platform."),
    610: (SignatureExpiredError, "The service finds the request too old. Set this computer's clock right."),
    611: (AuthenticationError, _BAD_KEY),
    700: (NoMoreRecordsError, "There is nothing more to list."),
    804: (AccountError, "The account is disabled. Ask the farm's support."),
    812: (AccountError, "The account may not be used from this network address. Ask the account's owner."),
}
CODES.update({code: (AccountError, _ACCOUNT) for code in range(800, 816) if code not in CODES})
CODES.update(dict.fromkeys(range(900, 921), (ServiceError, "The service refused.")))
CODES[1000] = (ServiceError, "The service refused.")


def service_error(code: int, server_message: str) -> ServiceError:
    """Make the error for a service code; an unknown code keeps its number and the service's message."""
    if code in CODES:
        kind, text = CODES[code]
        return kind(code, server_message, text)
    return ServiceError(code, server_message)
