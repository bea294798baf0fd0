"""Maya's module file says which folder each year loads; what is not ours in it stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from rb_installer import module_file
from rb_installer.maya import YEARS
from rb_installer.module_file import Target

OLD = Target("0.1.0", "./renderbus/0.1.0-11111111")
NEW = Target("0.2.0", "./renderbus/0.2.0-22222222")


def test_each_year_has_a_block_of_its_own() -> None:
    assert module_file.merged("", {2024: OLD, 2022: OLD}) == (
        "+ MAYAVERSION:2022 renderbus 0.1.0 ./renderbus/0.1.0-11111111\n"
        "+ MAYAVERSION:2024 renderbus 0.1.0 ./renderbus/0.1.0-11111111\n"
    )


def test_an_upgrade_of_one_year_leaves_the_others_where_they_are() -> None:
    text = module_file.merged(module_file.merged("", {2022: OLD, 2024: OLD}), {2024: NEW})
    assert module_file.targets(text) == {2022: OLD, 2024: NEW}
    assert module_file.paths(text) == {"./renderbus/0.1.0-11111111", "./renderbus/0.2.0-22222222"}


def test_lines_that_a_person_wrote_stay() -> None:
    text = (
        "# our studio\n"
        "+ MAYAVERSION:2023 PLATFORM:win64 othertool 3.1 C:\\Program Files\\Other Tool\n"
        "OTHER=1\n"
        "- MAYAVERSION:2025 renderbus 0.1.0 ./renderbus/0.1.0-11111111\n"
        "RB_DCC_PROFILE=studio\n"
    )
    assert module_file.merged(text, {2024: NEW}) == (
        text + "+ MAYAVERSION:2024 renderbus 0.2.0 ./renderbus/0.2.0-22222222\n"
    )
    assert module_file.without(module_file.merged(text, {2024: NEW}), [2024]) == text


def test_a_block_takes_its_own_lines_with_it() -> None:
    text = "+ MAYAVERSION:2025 renderbus 0.1.0 ./renderbus/0.1.0-11111111\nRB_DCC_PROFILE=studio\n"
    assert module_file.without(text, [2025]) == ""


@pytest.mark.parametrize("text", ["", "\n\n", "   \n"])
def test_a_file_with_nothing_in_it_is_no_file(text: str) -> None:
    assert module_file.without(text, [2024]) == ""


def test_a_path_with_spaces_is_read_whole() -> None:
    text = "+ MAYAVERSION:2026 LOCALE:zh_CN renderbus 0.1.0 D:/My Tools/Render Bus  \n"
    assert module_file.targets(text) == {2026: Target("0.1.0", "D:/My Tools/Render Bus")}


def test_the_checkouts_own_module_file_has_a_block_for_every_year(checkout: Path) -> None:
    text = (checkout / "maya_plugin" / "renderbus.mod").read_text(encoding="ascii")
    assert sorted(module_file.targets(text)) == list(YEARS)
    assert len(module_file.paths(text)) == 1
