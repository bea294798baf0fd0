"""The interface document's own examples, and the known-answer vectors of the signature, as the fixtures keep them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "protocol"
VECTORS = "signature_vectors"


def example(name: str) -> Dict[str, Any]:
    """One interface's example: interface, path, document, request, response."""
    return read(name)


def example_data(name: str) -> Any:
    """The `data` of an example's answer; None where the document prints no answer."""
    answer = example(name)["response"]
    return None if answer is None else answer["data"]


def example_names() -> List[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != VECTORS)


def vectors() -> List[Dict[str, Any]]:
    return read(VECTORS)


def read(name: str) -> Any:
    return json.loads((FOLDER / (name + ".json")).read_text(encoding="utf-8"))
