"""The service's address: https anywhere, plain http only to this computer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core.address import ServiceAddress, is_loopback
from rb_dcc_core.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "scheme", "host"),
    [
        ("https://task.renderbus.com", "https", "task.renderbus.com"),
        (" https://task.foxrenderfarm.com/ ", "https", "task.foxrenderfarm.com"),
        ("task.renderbus.com", "https", "task.renderbus.com"),
        ("Task.Renderbus.com:8443", "https", "task.renderbus.com:8443"),
        ("http://127.0.0.1:8765", "http", "127.0.0.1:8765"),
        ("http://localhost:1", "http", "localhost:1"),
        ("http://[::1]:8765/", "http", "[::1]:8765"),
        ("https://10.0.0.7", "https", "10.0.0.7"),
    ],
)
def test_an_address_is_read(text: str, scheme: str, host: str) -> None:
    address = ServiceAddress.parse(text)
    assert (address.scheme, address.host, address.url) == (scheme, host, f"{scheme}://{host}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "https://",
        "ftp://task.renderbus.com",
        "https://task.renderbus.com/api",
        "https://task.renderbus.com?x=1",
        "https://task.renderbus.com#x",
        "https://user:secret@task.renderbus.com",
        "https://task.renderbus.com:notaport",
        "https://task.renderbus.com:99999",
        "https://task render.com",
        "https://[::1",
        "[[]",
        "https://[x]",
        "https://a%b",
        "http://",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ServiceAddress.parse(text)
    assert "is not a service address. Write it as https://task.renderbus.com or" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["http://task.renderbus.com", "http://10.0.0.7:80", "http://localhost.evil.com"]
)
def test_plain_http_to_another_computer_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ServiceAddress.parse(text)
    assert str(refused.value) == (
        f"The service address '{text}' is not secure. Write https:// ; plain http is only for a service on this"
        " computer."
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("task.renderbus.com", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        ("localhost.evil.com", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_other_hosts(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_only_a_loopback_address_is_local() -> None:
    assert ServiceAddress.parse("http://[::1]:80").is_local
    assert ServiceAddress.parse("https://127.0.0.1").is_local
    assert not ServiceAddress.parse("https://task.renderbus.com:443").is_local


@settings(max_examples=50)
@given(st.text(max_size=30) | st.text(alphabet="htps:/[]@.1a%", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        address = ServiceAddress.parse(text)
    except SettingsError:
        return
    assert ServiceAddress.parse(address.url) == address
