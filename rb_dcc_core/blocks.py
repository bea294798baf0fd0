"""The blocks of a file on its way: each is one request's body, read and hashed piece by piece while it goes out."""

from __future__ import annotations

import queue
import threading
from typing import Any, Callable, Iterator, Optional, Tuple

from .errors import TransferError

# Small enough to stay in the processor's cache between reading, hashing and sending: that is a third of the whole time.
PIECE_BYTES = 1 << 19
AHEAD = 4


class ReadFailed(Exception):
    """The file could not be read on. No OSError itself, which `requests` would take for a fault of the network."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class Block:
    """`size` bytes of a file from where the stream stands, put into the digest of the whole as they are read.

    A request's body: it has a length and gives pieces, once. Of a block that is one piece the checksum is known before it
    is sent (`upto_sha256`); a larger one can only tell it behind its bytes, as 32 more (`has_tail`). `on_piece` is told
    each piece that went out and `pace` each that is about to; what they raise ends the request. `close` it: until then
    the stream and the digest are a thread's. Raises TransferError where the file ends early, ReadFailed.
    """

    def __init__(
        self,
        stream: Any,
        digest: Any,
        size: int,
        ends_with_digest: bool,
        on_piece: Callable[[int], None] = lambda size: None,
        pace: Callable[[int], None] = lambda size: None,
    ) -> None:
        self.size = size
        self.digest = digest
        self.upto_sha256: Optional[str] = None
        self.has_tail = ends_with_digest and size > PIECE_BYTES
        self._stream = stream
        self._on_piece = on_piece
        self._pace = pace
        self._only = b""
        self._left = size
        self._free: queue.Queue[Optional[bytearray]] = queue.Queue()
        self._read: queue.Queue[Tuple[bytearray, int, Optional[BaseException]]] = queue.Queue()
        self._thread: Optional[threading.Thread] = None
        if size <= PIECE_BYTES:
            self._only = _whole(stream, size)
            digest.update(self._only)
            self.upto_sha256 = digest.hexdigest()

    def __len__(self) -> int:
        return self.size + (self.digest.digest_size if self.has_tail else 0)

    def __iter__(self) -> Iterator[memoryview]:
        for piece in [memoryview(self._only)] if self.upto_sha256 is not None else self._pieces():
            self._pace(len(piece))
            yield piece
            self._on_piece(len(piece))
        if self.has_tail:
            yield memoryview(self.digest.digest())

    @property
    def is_read(self) -> bool:
        """True once every byte is in the digest."""
        return self.upto_sha256 is not None or self._left == 0

    def close(self) -> None:
        """Wait until nothing reads any more."""
        self._free.put(None)
        if self._thread is not None:
            self._thread.join()

    def _pieces(self) -> Iterator[memoryview]:
        for _ in range(AHEAD):
            self._free.put(bytearray(PIECE_BYTES))
        self._thread = threading.Thread(target=self._read_ahead, name="file-blocks", daemon=True)
        self._thread.start()
        left = self.size
        while left:
            buffer, size, error = self._read.get()
            if isinstance(error, OSError):
                raise ReadFailed(error) from error
            if error is not None:
                raise error
            if not size:
                raise _shorter()
            left -= size
            yield memoryview(buffer)[:size]
            self._free.put(buffer)

    def _read_ahead(self) -> None:
        while self._left:
            buffer = self._free.get()
            if buffer is None:
                return
            try:
                size = self._stream.readinto(memoryview(buffer)[: min(len(buffer), self._left)]) or 0
                self.digest.update(memoryview(buffer)[:size])
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that sends
                self._read.put((buffer, 0, error))
                return
            self._left -= size
            self._read.put((buffer, size, None))
            if not size:
                return


def _whole(stream: Any, size: int) -> bytes:
    try:
        content = bytes(stream.read(size))
    except OSError as error:
        raise ReadFailed(error) from error
    if len(content) < size:
        raise _shorter()
    return content


def _shorter() -> TransferError:
    return TransferError("A file became shorter while it was sent. Save it and submit again.")
