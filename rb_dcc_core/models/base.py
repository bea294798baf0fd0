"""How a JSON answer becomes a frozen value: unknown fields are kept, missing ones are None, odd ones are reported."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar

from rb_dcc_core.errors import WrongEnvelopeError

_log = logging.getLogger(__name__)

M = TypeVar("M", bound="Model")
Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Model:
    """Root of the values the service answers with; `unknown` holds every field this edition does not name."""

    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls: Type[M], data: Any) -> M:
        """Read one object; raises WrongEnvelopeError when it is no object at all."""
        if not isinstance(data, Mapping):
            raise WrongEnvelopeError(
                "The service answered with {found} where {wanted} was expected. Check the service address.",
                found=type(data).__name__,
                wanted=cls.__name__,
            )
        rest = dict(data)
        values: Dict[str, Any] = {}
        for item in dataclasses.fields(cls):
            wire_name = item.metadata.get("wire")
            if wire_name is not None and wire_name in rest:
                values[item.name] = _read(cls, wire_name, item.metadata["read"], rest)
        return cls(unknown=rest, **values)

    @classmethod
    def list_from_json(cls: Type[M], data: Any) -> Tuple[M, ...]:
        """Read a bare list; None is an empty one, an item that is no object is left out and reported."""
        if data is None:
            return ()
        if not isinstance(data, list):
            raise WrongEnvelopeError(
                "The service answered with {found} where a list was expected. Check the service address.",
                found=type(data).__name__,
            )
        return tuple(_items(cls, data))


def _items(cls: Type[M], data: List[Any]) -> Iterator[M]:
    for item in data:
        if isinstance(item, Mapping):
            yield cls.from_json(item)
        else:
            _log.info("left out an item of a list of %s that is no object", cls.__name__)


def _read(cls: Type[Model], wire_name: str, read: Reader, rest: Dict[str, Any]) -> Any:
    """Take one field; a value that cannot be read stays in `unknown` and the field is None."""
    raw = rest[wire_name]
    if raw is None:
        del rest[wire_name]
        return None
    try:
        value = read(raw)
    except (TypeError, ValueError, OverflowError, WrongEnvelopeError):
        _log.info("field %s of %s is of an unexpected kind (%s)", wire_name, cls.__name__, type(raw).__name__)
        return None
    del rest[wire_name]
    return value


def wire(name: str, read: Reader, secret: bool = False) -> Any:
    """A field of the answer under the service's own name; None where the answer lacks it."""
    return field(default=None, repr=not secret, metadata={"wire": name, "read": read})


def whole(value: Any) -> int:
    """A whole number, as number or as text."""
    if isinstance(value, str):
        return int(value.strip())
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError("not whole")
        return int(value)
    if not isinstance(value, int):
        raise TypeError("not a number")
    return int(value)


def decimal(value: Any) -> float:
    """A number that may have a fraction, as number or as text."""
    if isinstance(value, (list, dict)):
        raise TypeError("not a number")
    return float(value)


def text(value: Any) -> str:
    """A text; numbers are taken as their text."""
    if isinstance(value, (list, dict)):
        raise TypeError("not text")
    return str(value)


def anything(value: Any) -> Any:
    """A value whose form the document leaves open."""
    return value


def mapping(value: Any) -> Mapping[str, Any]:
    """An object whose fields are left as they are."""
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return dict(value)


def many(read: Reader) -> Reader:
    """A list of values."""

    def read_all(value: Any) -> Tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return tuple(read(item) for item in value)

    return read_all


@dataclass(frozen=True)
class Page(Model):
    """One page of a list. `size` is the page size that was asked for, `total` the number of items in all pages."""

    page_count: Optional[int] = wire("pageCount", whole)
    page_num: Optional[int] = wire("pageNum", whole)
    total: Optional[int] = wire("total", whole)
    size: Optional[int] = wire("size", whole)
    items: Tuple[Any, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, kind: Type[M], data: Any) -> Page:
        page = cls.from_json(data)
        items = kind.list_from_json(data.get("items"))
        rest = {key: value for key, value in page.unknown.items() if key != "items"}
        return dataclasses.replace(page, items=items, unknown=rest)
