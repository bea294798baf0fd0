"""The door to the embedded service: start it over a folder, ask for its address and key, stop it."""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Type

from rb_dcc_core.errors import SettingsError

from . import pictures, seeds

if TYPE_CHECKING:
    from .connections import Server
    from .farm import Farm


class Sandbox:
    """A farm of one account on this computer, reachable on loopback only.

    `state_dir` keeps everything from one start to the next, the access key included. `port` 0 is any free one.
    `speed` divides every duration. The same `seed` and the same requests give the same frames, times and fees.
    `clock` gives epoch seconds. `before_answer` is called with each request's path on the thread that answers it, and may
    wait: a slow farm. The methods may be called from any thread, one at a time.
    """

    def __init__(
        self,
        state_dir: Path,
        port: int = 0,
        speed: float = 1.0,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
        before_answer: Optional[Callable[[str], None]] = None,
    ) -> None:
        if not speed > 0:
            raise SettingsError(
                "The speed {speed} will not do. Give a number above 0; 1 is real time.", speed=speed
            )
        self._state_dir = Path(state_dir)
        self._port = port
        self._speed = speed
        self._seed = seed
        self._clock = clock
        self._before_answer = before_answer
        self._farm: Optional[Farm] = None
        self._server: Optional[Server] = None

    def __repr__(self) -> str:
        return "Sandbox({!r}, {})".format(
            str(self._state_dir), self.url if self._server is not None else "stopped"
        )

    def start(self) -> Sandbox:
        """Serve, in threads of its own.

        Raises SettingsError where Flask or Pillow is missing, the port is taken, or another service uses the folder.
        """
        if self._server is not None:
            return self
        pictures.require_pillow()
        try:
            from .connections import Server
            from .farm import Farm
            from .web import Web
        except ImportError as error:
            raise pictures.missing_extra("Flask") from error
        self._make_folder()
        server = Server(self._port)
        try:
            farm = Farm(self._state_dir, self._speed, self._seed, self._clock, _store_url(server.port))
        except SettingsError:
            server.server_close()
            raise
        app = Web(farm).app
        server.app = app if self._before_answer is None else _announced(app, self._before_answer)
        server.start()
        self._server, self._farm = server, farm
        return self

    def stop(self) -> None:
        """End every connection and thread; time stands still until the next start."""
        if self._server is not None:
            self._server.stop()
        if self._farm is not None:
            self._farm.close()
        self._server = self._farm = None

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The service's address, "http://127.0.0.1:PORT"."""
        if self._server is None:
            raise _not_started()
        return _url(self._server.port)

    @property
    def access_id(self) -> str:
        return self._running.authentication.access_id

    @property
    def access_key(self) -> str:
        """The secret half of the account; never log it."""
        return self._running.authentication.access_key

    @property
    def platform(self) -> str:
        """The platform number to work with, as text."""
        return str(seeds.PLATFORM)

    @property
    def store_url(self) -> str:
        """The file store's address; `store` says how it is spoken to."""
        return self._running.store_url

    def announcement(self) -> Dict[str, str]:
        """All that a client must know, the access key included."""
        return {
            "service": self.url,
            "access_id": self.access_id,
            "access_key": self.access_key,
            "platform": self.platform,
            "store": self.store_url,
        }

    def pay_in(self, amount: float) -> None:
        """Add to the account's balance, as a person would on the farm's web page."""
        with self._running.up_to_now():
            self._running.purse.pay_in(round(amount * 10000))

    def set_money(self, balance: float, coupon: float = 0.0, credit: float = 0.0) -> None:
        """Put the account's money at these amounts, to try what happens when it runs out."""
        with self._running.up_to_now():
            for name, amount in (("balance", balance), ("coupon", coupon), ("credit", credit)):
                self._running.purse.set(name, round(amount * 10000))

    @property
    def _running(self) -> Farm:
        if self._farm is None:
            raise _not_started()
        return self._farm

    def _make_folder(self) -> None:
        try:
            self._state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                "The embedded service cannot use its folder {folder} ({why}). Give another folder.",
                folder=str(self._state_dir),
                why=str(error),
            ) from error


def _announced(app: Any, before_answer: Callable[[str], None]) -> Any:
    """The application, with each request told before it is answered."""

    def answered(environ: Dict[str, Any], start_response: Any) -> Any:
        before_answer(str(environ.get("PATH_INFO", "")))
        return app(environ, start_response)

    return answered


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _store_url(port: int) -> str:
    return _url(port) + "/store"


def _not_started() -> SettingsError:
    return SettingsError("The embedded service is not started. Start it first.")
