"""The HTTP store's protocol in memory, as strict as the real one, with breaks where the script wants them."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.errors import ConnectionLost, NetworkError, RenderbusError, service_error
from rb_dcc_core.signing import flatten

Key = Tuple[str, str]
TAIL_BYTES = 32


class MemoryStore:
    """Stands in for the door. `breaks` holds for each coming PUT how many bytes arrive before it breaks (None: all).

    `lost_answers` counts coming requests that are done but whose answer is lost, `damages` coming PUTs whose first byte
    arrives wrong, `released` how often the connection was to be a new one. `late` is for
    each coming PUT all that is held by then, because an earlier connection went on meanwhile.
    """

    def __init__(self) -> None:
        self.address = ServiceAddress.parse("http://127.0.0.1:8765")
        self.files: Dict[Key, bytes] = {}
        self.parts: Dict[Key, Tuple[int, bytes]] = {}
        self.breaks: List[Optional[int]] = []
        self.refusals: List[RenderbusError] = []
        self.lost_answers = 0
        self.damages = 0
        self.sent: List[Tuple[int, bytes]] = []
        self.asked: List[str] = []
        self.released = 0
        self.late: List[bytes] = []
        self.page_size = 2
        self.tells_part_size = True

    @property
    def bytes_received(self) -> int:
        return sum(len(block) for _, block in self.sent)

    def release(self) -> None:
        self.released += 1

    def ask(
        self,
        method: str,
        path: str,
        header_version: str,
        repeatable: bool,
        body: Optional[Mapping[str, Any]] = None,
        query: Optional[Mapping[str, Any]] = None,
    ) -> Any:
        flatten(body or query or {})
        verb = path.replace("/store/", "")
        self.asked.append(verb)
        fields = dict(body or query or {})
        assert method == ("GET" if verb in ("offset", "list") else "POST")
        answer = getattr(self, "_" + verb)((fields["bid"], fields["path"].lstrip("/")), fields)
        self._lose_answer()
        return answer

    def send_bytes(
        self, path: str, header_version: str, query: Mapping[str, Any], content: Iterable[bytes]
    ) -> Any:
        assert path == "/store/part"
        flatten(query)
        assert all(type(value) is str for value in query.values())
        self.asked.append("part")
        if self.refusals:
            raise self.refusals.pop(0)
        key, size, offset = (
            (query["bid"], query["path"].lstrip("/")),
            int(query["size"]),
            int(query["offset"]),
        )
        if self.late:
            self.parts[key] = (size, self.late.pop(0))
        held = self._held_of(key, size)
        if offset != len(held):
            raise service_error(600, "offset is not what is held")
        length = len(content) - (TAIL_BYTES if query.get("tail") else 0)  # type: ignore[arg-type]
        assert 0 <= length <= size - offset
        stop = self.breaks.pop(0) if self.breaks else None
        body, interruption = _received(content, stop)
        arrived, tail = body[:length], body[length:]
        if self.damages and arrived:
            self.damages -= 1
            arrived = bytes([arrived[0] ^ 1]) + arrived[1:]
        told = tail.hex() if query.get("tail") else query.get("upto_sha256")
        if stop is None and interruption is None and told not in (None, _sha256(held + arrived)):
            raise service_error(600, "upto_sha256 is not that of the bytes that came")
        self.sent.append((offset, arrived))
        self.parts[key] = (size, held + arrived)
        if interruption is not None:
            raise interruption
        if stop is not None:
            raise ConnectionLost("The connection broke.")
        self._lose_answer()
        return {"offset": offset + length, "committed": 0}

    def fetch_bytes(
        self, path: str, header_version: str, query: Mapping[str, Any], start: int
    ) -> Iterator[bytes]:
        assert path == "/store/file"
        content = self.files[query["bid"], query["path"].lstrip("/")][start:]
        for at in range(0, len(content), 4):
            yield content[at : at + 4]

    def _held_of(self, key: Key, size: int) -> bytes:
        wanted, held = self.parts.get(key, (size, b""))
        if wanted != size:
            held = b""
        self.parts[key] = (size, held)
        return held

    def _offset(self, key: Key, fields: Mapping[str, Any]) -> Dict[str, Any]:
        size, held = self.parts.get(key, (-1, b""))
        complete = self.files.get(key)
        return {
            "offset": len(held),
            "committed": int(complete is not None),
            "size": size if complete is None else len(complete),
            "sha256": "" if complete is None else hashlib.sha256(complete).hexdigest(),
            **({"partSize": size} if self.tells_part_size else {}),
        }

    def _commit(self, key: Key, fields: Mapping[str, Any]) -> Dict[str, Any]:
        complete = self.files.get(key)
        if key not in self.parts and complete is not None and _is(complete, fields):
            return {"offset": fields["size"], "committed": 1}
        size, held = self.parts.pop(key, (0, b""))
        if len(held) != fields["size"] or size != fields["size"]:
            self.parts[key] = (size, held)
            raise service_error(600, "size is not what is held")
        if not _is(held, fields):
            raise service_error(600, "sha256 is not that of the bytes that came")
        self.files[key] = held
        return {"offset": size, "committed": 1}

    def _list(self, key: Key, fields: Mapping[str, Any]) -> Dict[str, Any]:
        below = sorted(path for bid, path in self.files if bid == key[0] and path.startswith(key[1] + "/"))
        number = int(fields["pageNum"])
        shown = below[(number - 1) * self.page_size : number * self.page_size]
        items = [
            {"path": path, "size": len(self.files[key[0], path]), "sha256": "", "modified": 1}
            for path in shown
        ]
        pages = -(-len(below) // self.page_size)
        return {
            "pageCount": pages,
            "pageNum": number,
            "total": len(below),
            "size": self.page_size,
            "items": items,
        }

    def _lose_answer(self) -> None:
        if self.lost_answers:
            self.lost_answers -= 1
            raise ConnectionLost("The answer was lost.")


def _received(content: Iterable[bytes], stop: Optional[int]) -> Tuple[bytes, Optional[BaseException]]:
    """What came of a body: all of it, or what was sent before its sender or, after `stop` bytes, the line stopped."""
    body = b""
    try:
        for piece in [content] if isinstance(content, bytes) else content:
            body += piece
            if stop is not None and len(body) > stop:
                break
    except BaseException as error:  # noqa: BLE001 - raised again once what came is kept
        return body, error
    return body[:stop], None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is(content: bytes, fields: Mapping[str, Any]) -> bool:
    return hashlib.sha256(content).hexdigest() == fields["sha256"]


def down() -> NetworkError:
    return ConnectionLost("The connection broke.")
