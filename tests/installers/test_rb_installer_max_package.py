"""PackageContents.xml and mzp.run by 3ds Max' rules; the rules themselves find what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from rb_installer import mzp, package_file
from rb_installer.problem import InstallProblem
from tests.support import max_package
from tests.support import mzp as mzp_reader
from tests.support.installing import MAX_PACKAGE

PACKAGE = MAX_PACKAGE.format(version="0.1.0")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "Contents" / "scripts").mkdir(parents=True)
    (tmp_path / "Contents" / "scripts" / "renderbus_after.ms").write_bytes(b"")
    return tmp_path


def problems(bundle: Path, text: str) -> List[str]:
    (bundle / "PackageContents.xml").write_text(text, encoding="utf-8")
    return max_package.problems(bundle)


def test_a_package_by_the_rules_has_no_problem(bundle: Path) -> None:
    assert problems(bundle, PACKAGE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('AutodeskProduct="3ds Max"', 'AutodeskProduct="Maya"', "AutodeskProduct: Maya"),
        ('ProductType="Application"', "", "ProductType: None"),
        ('AppVersion="0.1.0"', 'AppVersion="0.1"', "AppVersion: 0.1"),
        ("{285A557C", "{285A557", "UpgradeCode: {285A557-A8B6-4E79-970D-2E3C694A0C47}"),
        ("<CompanyDetails />", "", "CompanyDetails: none"),
        ('SeriesMin="2021"', 'SeriesMin="23"', "Series: 23 to 2027"),
        ('SeriesMax="2027"', 'SeriesMax="2020"', "Series: 2021 to 2020"),
        ("post-start-up scripts parts", "post start-up scripts", "Description: post start-up scripts"),
        ("renderbus_after.ms", "gone.ms", "ModuleName: ./Contents/scripts/gone.ms"),
        ("./Contents/scripts/", "../scripts/", "ModuleName: ../scripts/renderbus_after.ms"),
    ],
)
def test_what_3ds_max_would_refuse_is_found(bundle: Path, right: str, wrong: str, said: str) -> None:
    assert right in PACKAGE
    assert problems(bundle, PACKAGE.replace(right, wrong)) == [said]


def test_a_package_that_is_no_xml_is_found(bundle: Path) -> None:
    assert problems(bundle, PACKAGE[:-4])[0].startswith("PackageContents.xml: ")


def test_pointing_changes_the_parts_paths_and_nothing_else() -> None:
    pointed = package_file.pointing_at(PACKAGE, "0.1.0-1a2b3c4d")
    assert pointed == PACKAGE.replace("./Contents/", "./Contents/0.1.0-1a2b3c4d/")
    assert package_file.folders(pointed) == {"0.1.0-1a2b3c4d"}
    assert package_file.version(pointed) == "0.1.0"
    assert package_file.is_ours(pointed)
    assert package_file.rank(pointed) == (0, 1, 0)


def test_no_file_points_nowhere_and_is_nobodys() -> None:
    assert package_file.folders("") == set()
    assert package_file.version("") == ""
    assert not package_file.is_ours("")


def test_the_control_file_is_by_the_grammar() -> None:
    control = mzp.control("Renderbus 0.1.0", "Installs it", 100, "renderbus-0.1.0-1a2b3c4d", "drag_me.ms")
    assert mzp_reader.commands(control) == {
        "name": "Renderbus 0.1.0",
        "description": "Installs it",
        "version": "100",
        "extract to": "$temp\\renderbus-0.1.0-1a2b3c4d",
        "run": "drag_me.ms",
        "drop": "drag_me.ms",
        "clear temp on": "MAX exit",
    }
    assert control.count(b"\r\n") == control.count(b"\n") == 7


@pytest.mark.parametrize("text", ['say "hi"', "C:\\temp", "渲染", "two\nlines"])
def test_a_text_that_the_control_file_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(InstallProblem, match=r"cannot stand in an \.mzp"):
        mzp.quoted(text)


@pytest.mark.parametrize("name", ["a b", "a/b", "", "ä"])
def test_a_bare_name_has_only_what_may_stand_without_quotes(name: str) -> None:
    with pytest.raises(InstallProblem):
        mzp.plain(name)


@pytest.mark.parametrize(
    ("version", "number"), [("0.1.0", 100), ("1.2.3", 10203), ("2.0", 20000), ("0.1.0.dev3", 100)]
)
def test_the_number_rises_with_the_version(version: str, number: int) -> None:
    assert mzp.number_of(version) == number
