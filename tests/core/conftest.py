"""What the core's tests share: doors to loopback, and a certificate that nobody trusts."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.support.certificate import make_certificate
from tests.support.doors import Doors


@pytest.fixture
def doors() -> Iterator[Doors]:
    made = Doors()
    yield made
    made.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_certificate(tmp_path_factory.mktemp("certificate"))
    if made is None:
        pytest.skip("the program openssl, which makes the untrusted certificate, is not installed")
    return made
