"""Platforms in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from rb_dcc_core.catalogue import load_catalogues
from rb_dcc_core.models import Platform
from rb_dcc_core.platforms import platform_words


@pytest.mark.parametrize(
    ("platform", "english", "chinese"),
    [
        (Platform(platform=62, name="query_platform_w62", type=1), "Platform 62", "平台 62"),
        (Platform(platform=59, name="query_platform_gpu59"), "GPU platform 59", "GPU 平台 59"),
        (Platform(platform=20, type=0), "GPU platform 20", "GPU 平台 20"),
        (Platform(platform=6, name="Beijing"), "Platform 6: Beijing", "平台 6：Beijing"),
        (Platform(platform=7), "Platform 7", "平台 7"),
    ],
)
def test_a_platform_is_named_without_the_key_of_a_website(
    platform: Platform, english: str, chinese: str, checkout: Path
) -> None:
    load_catalogues("zh", [checkout / "rb_dcc_core"])
    words = platform_words(platform)
    assert (words.text("en"), words.text("zh")) == (english, chinese)
