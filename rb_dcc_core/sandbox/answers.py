"""The envelope every answer wears, and the page every list comes in."""

from __future__ import annotations

import secrets
from typing import Any, Dict, List

from rb_dcc_core.interfaces import HEADER_VERSIONS

SUCCESS = "success"
MOST_PER_PAGE = 1000


def envelope(generation: str, code: int, message: str, data: Any, server_time_s: float) -> Dict[str, Any]:
    """The answer's outer fields; serverTime is in milliseconds, as in every sample of the document."""
    time_ms = int(server_time_s * 1000)
    return {
        "version": HEADER_VERSIONS[generation],
        "result": code == 200,
        "message": message,
        "code": code,
        "data": data,
        "serverTime": time_ms,
        "requestId": f"{secrets.token_urlsafe(6)}-{time_ms}",
    }


def page(items: List[Any], page_num: int, page_size: int, total: int) -> Dict[str, Any]:
    """One page. What a page past the end answers is written nowhere: here it is an empty page, not code 700."""
    return {
        "pageCount": -(-total // page_size),
        "pageNum": page_num,
        "total": total,
        "size": page_size,
        "items": items,
    }
