"""The blocks of a file on its way, the next one read and hashed while the last is sent."""

from __future__ import annotations

from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Callable, Generator


@dataclass(frozen=True)
class Block:
    """Some bytes of a file, and the SHA-256 of the file up to their end: every byte is hashed once for both checks."""

    content: bytes = field(repr=False)
    upto_sha256: str


def blocks_ahead(
    stream: Any, digest: Any, left: int, block_bytes: Callable[[], int]
) -> Generator[Block, None, None]:
    """Up to `left` bytes from where the stream stands, each block in the whole's digest before it is given out.

    `block_bytes` is asked anew for each block. Ends early where the stream does. Close it (contextlib.closing) to be sure that its thread is gone: until then the
    stream and the digest are the thread's.
    """
    if left <= block_bytes():
        block = _take(stream, digest, left)
        if block.content:
            yield block
        return
    with futures.ThreadPoolExecutor(1, "file-blocks") as pool:
        coming = pool.submit(_take, stream, digest, block_bytes())
        while left > 0:
            block = coming.result()
            if not block.content:
                return
            left -= len(block.content)
            if left > 0:
                coming = pool.submit(_take, stream, digest, min(block_bytes(), left))
            yield block


def _take(stream: Any, digest: Any, size: int) -> Block:
    content = stream.read(size)
    digest.update(content)
    return Block(content, digest.hexdigest())
