"""The bundle: PackageContents.xml by its rules, scripts that 3ds Max can read, icons, and no name that is not listed."""

from __future__ import annotations

import ast
import re
import uuid
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple
from xml.etree import ElementTree

import pytest

import rb_dcc_core
from rb_max.entries import CATEGORY, EVERY
from tests.support import maxscript
from tests.support.fake_pymxs import names
from tests.support.import_circles import in_circles

LIVE_ONLY_RUNTIME = "runtime.py"
# Of the door's methods: where the name stands, and whether it is a path or a member.
_ASKS = {"value": (0, True), "call": (0, True), "demand": (0, True), "of": (1, False), "call_of": (1, False)}
DESCRIPTIONS = (
    "light icon paths parts",
    "dark icon paths parts",
    "pre-start-up scripts parts",
    "macroscripts parts",
    "post-start-up scripts parts",
)


@pytest.fixture(scope="session")
def bundle(checkout: Path) -> Path:
    return checkout / "max_plugin"


@pytest.fixture(scope="session")
def package(bundle: Path) -> ElementTree.Element:
    return ElementTree.parse(str(bundle / "PackageContents.xml")).getroot()


# -- PackageContents.xml --------------------------------------------------------------------------------------------


def test_the_package_has_what_3ds_max_demands(package: ElementTree.Element) -> None:
    assert package.tag == "ApplicationPackage"
    assert (package.get("AutodeskProduct"), package.get("ProductType")) == ("3ds Max", "Application")
    assert package.get("SchemaVersion") == "1.0"
    assert re.fullmatch(r"\d+\.\d+\.\d+", package.get("AppVersion") or "")
    assert package.get("AppVersion") == rb_dcc_core.__version__
    code = package.get("UpgradeCode") or ""
    assert code == "{" + str(uuid.UUID(code)).upper() + "}"
    assert package.find("CompanyDetails") is not None, "without it the package does not load"


def test_the_upgrade_code_never_changes(package: ElementTree.Element) -> None:
    assert package.get("UpgradeCode") == "{285A557C-A8B6-4E79-970D-2E3C694A0C47}"


def test_it_is_for_2021_to_2027(package: ElementTree.Element) -> None:
    told = [
        (each.get("OS"), each.get("Platform"), each.get("SeriesMin"), each.get("SeriesMax"))
        for each in package.iter("RuntimeRequirements")
    ]
    assert set(told) == {("Win64", "3ds Max", "2021", "2027")}
    assert len(told) == len(package.findall("Components")) + 1


def test_every_part_is_of_a_known_kind_and_there(package: ElementTree.Element, bundle: Path) -> None:
    components = package.findall("Components")
    assert tuple(each.get("Description") for each in components) == DESCRIPTIONS
    for each in package.iter("ComponentEntry"):
        module = each.get("ModuleName") or ""
        assert module.startswith("./Contents/")
        assert (bundle / module).exists(), module
        assert each.get("Version") == package.get("AppVersion")
    named = [each.get("AppName") for each in package.iter("ComponentEntry")]
    assert len(set(named)) == len(named)


def test_icons_are_there_for_light_and_dark_ground(bundle: Path) -> None:
    icons = bundle / "Contents" / "icons"
    light = sorted(path.name for path in (icons / "light").glob("*.png"))
    assert light == sorted(path.name for path in (icons / "dark").glob("*.png"))
    assert {"Renderbus.png", "Renderbus_24.png", "Renderbus_48.png"} <= set(light)


def test_no_folder_of_a_language_or_a_machine_is_written_down(bundle: Path) -> None:
    for path in [*_scripts(bundle), bundle / "PackageContents.xml", *_modules(bundle)]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\\/](ENU|CHS|JPN|FRA|DEU|KOR|PTB)[\\/]", text), path.name


# -- MAXScript ------------------------------------------------------------------------------------------------------


def _scripts(bundle: Path) -> List[Path]:
    contents = bundle / "Contents"
    return [*sorted((contents / "scripts").glob("*.ms")), *sorted((contents / "macroscripts").glob("*.mcr"))]


def _modules(bundle: Path) -> List[Path]:
    return sorted((bundle / "Contents" / "python" / "rb_max").glob("*.py"))


def tokens(text: str) -> Iterator[Tuple[str, str]]:
    """(kind, text) of MAXScript: comments left out, strings whole."""
    pattern = re.compile(
        r'(?P<comment>--[^\n]*)|(?P<string>"(?:\\.|[^"\\])*")|(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<open>[(])'
        r"|(?P<close>[)])|(?P<other>\S)"
    )
    for match in pattern.finditer(text):
        if match.lastgroup != "comment":
            yield match.lastgroup or "", match.group()


def test_scripts_are_balanced_and_plain(bundle: Path) -> None:
    for path in _scripts(bundle):
        text = path.read_text(encoding="utf-8")
        assert text.isascii(), f"{path.name}: 3ds Max reads scripts in the system's own code page"
        depth = 0
        for kind, _ in tokens(text):
            depth += {"open": 1, "close": -1}.get(kind, 0)
            assert depth >= 0, path.name
        assert depth == 0, path.name


_LANGUAGE = {
    *(
        "fn",
        "local",
        "global",
        "struct",
        "if",
        "then",
        "else",
        "do",
        "for",
        "to",
        "try",
        "catch",
        "throw",
        "as",
    ),
    *("string", "integer", "macroScript", "on", "execute", "undefined"),
}
_OWN = {
    *(
        "codesOf",
        "text",
        "codes",
        "place",
        "here",
        "code",
        "names",
        "values",
        "text.count",
        "names.count",
        "format",
    ),
    *("frames", "camera", "view", "output", "label", "environment", "profile", "submit", "rb_max"),
    *("rbMaxAnswer", "rbMaxError", "RenderbusFunctions", "title", "clearUndoBuffer", "false"),
    *("category", "internalCategory", "buttonText", "toolTip", "iconName", "autoUndoEnabled"),
}


def test_scripts_use_listed_names_alone(bundle: Path) -> None:
    listed = {name.lower() for name in names.globals_and_paths()}
    macros = {entry.macro for entry in EVERY}
    for path in _scripts(bundle):
        words = {text for kind, text in tokens(path.read_text(encoding="utf-8")) if kind == "word"}
        unknown = {word for word in words - _LANGUAGE - _OWN - macros if word.lower() not in listed}
        assert unknown == set(), path.name


def test_the_python_in_the_scripts_is_python(bundle: Path) -> None:
    for path in _scripts(bundle):
        for code in re.findall(r'python\.execute "((?:\\.|[^"\\])*)"', path.read_text(encoding="utf-8")):
            ast.parse(code)
    text = (bundle / "Contents" / "scripts" / "renderbus_after.ms").read_text(encoding="utf-8")
    for built in re.split(r"python\.execute code", text)[:-1]:
        lines = re.findall(r"code \+?= (.+)", built.split("local code")[-1].replace("local ", ""))
        first = re.search(r'local code = ("(?:\\.|[^"\\])*")', built)
        assert first is not None
        pieces = [first.group(1), *lines]
        source = "".join("".join(re.findall(r'"((?:\\.|[^"\\])*)"', piece)) for piece in pieces)
        ast.parse(source.replace("\\n", "\n"))


def test_no_script_empties_the_artists_undo(bundle: Path, checkout: Path) -> None:
    scripts = [*_scripts(bundle), checkout / "installers" / "drag_into_3dsmax.ms", *_modules(bundle)]
    count = 0
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        found = maxscript.handing_over(text)
        assert len(found) == text.count("python.execute"), path.name
        assert all("clearUndoBuffer:false" in options for options in found), path.name
        count += len(found)
    assert count > 10


def test_every_macro_is_an_action_with_a_page_of_the_panel(bundle: Path) -> None:
    from rb_dcc_ui.pages import PAGES

    text = (bundle / "Contents" / "macroscripts" / "Renderbus.mcr").read_text(encoding="utf-8")
    assert re.findall(r"^macroScript (\w+)$", text, re.MULTILINE) == [entry.macro for entry in EVERY]
    assert len(re.findall(r"^autoUndoEnabled:false$", text, re.MULTILINE)) == len(EVERY)
    for word in ("category", "internalCategory"):
        assert re.findall(rf'^{word}:"(.*)"$', text, re.MULTILINE) == [CATEGORY] * len(EVERY)
    assert set(re.findall(r"open_panel\('(\w+)'\)", text)) <= set(PAGES)
    assert all(entry.macro.isidentifier() for entry in EVERY), "they become files' names"


def test_no_module_imports_itself_by_a_circle(bundle: Path) -> None:
    assert in_circles(bundle / "Contents" / "python" / "rb_max") == {}


# -- every name is on the list, with its source ---------------------------------------------------------------------


def asked_for(path: Path) -> Iterator[Tuple[str, bool]]:
    """(name, is a path) of every question a module puts to 3ds Max."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.dump(node.func.value)
        if node.func.attr not in _ASKS or (
            "max_" not in owner and "_max" not in owner and "ask" not in owner
        ):
            continue
        place, is_path = _ASKS[node.func.attr]
        yield _literal(node.args[place]), is_path


def _literal(node: ast.expr) -> str:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def test_every_name_asked_for_is_listed(bundle: Path) -> None:
    paths = {name.lower() for name in names.globals_and_paths()}
    members = {name.lower() for name in names.members()}
    untold: Dict[str, List[str]] = {}
    unknown: Set[str] = set()
    count = 0
    for module in _modules(bundle):
        for name, is_path in asked_for(module):
            count += 1
            if not name:
                untold.setdefault(module.name, []).append(name)
            elif name.lower() not in (paths if is_path else members):
                unknown.add(name)
    assert unknown == set()
    assert count > 120
    # These come out of tables of literals, which are looked at below.
    assert {name: len(found) for name, found in untold.items()} == {
        "live_files.py": 3,
        "live_renderer.py": 1,
        "live_views.py": 1,
    }


def test_the_tables_of_names_are_listed_too() -> None:
    from rb_max import callbacks, live_files, live_renderer, live_views

    members = {name.lower() for name in names.members()}
    paths = {name.lower() for name in names.globals_and_paths()}
    assert {name.lower() for name in live_renderer._VRAY.values()} <= members
    assert {name.lower() for name in live_views._TO_MASTER} <= members
    assert {name.lower() for _, name in live_files._KEEPERS} <= members
    assert {name.lower() for name, _ in live_files._KEEPERS} | {
        n.lower() for n in live_files._MISSING
    } <= paths
    told = {
        *callbacks._TOLD,
        *callbacks._LEAVING,
        *callbacks._BULK,
        *callbacks._RENDERING,
        *callbacks._OF_NODES,
    }
    assert told <= names.events()


def test_only_the_door_touches_pymxs(bundle: Path) -> None:
    for module in _modules(bundle):
        if module.name != LIVE_ONLY_RUNTIME:
            assert "pymxs" not in {
                alias.name.split(".")[0]
                for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
                if isinstance(node, ast.Import)
                for alias in node.names
            }, module.name


def test_every_listed_name_has_a_source_and_is_used(bundle: Path) -> None:
    code = " ".join(
        path.read_text(encoding="utf-8") for path in [*_modules(bundle), *_scripts(bundle)]
    ).lower()
    for each in names.read_names():
        assert re.match(r"(help|sdk|repo|V-Ray|Corona|Redshift|MAXtoA): \S", each.source), each.name
        assert each.name.lower().lstrip("#").split(".")[-1] in code, f"{each.name} is used nowhere"


CHANGES = re.compile(
    r"\b(resetMaxFile|loadMaxFile|mergeMaxFile|delete|setProperty|holdMaxFile|fetchMaxFile|CreateView|DeleteView"
    r"|RestoreAllParts|SetRenderElementFilename|SetPath|RetargetAssetPath|setSaveRequired|ATSOps\.Set\w+)\b"
)


def test_nothing_that_changes_a_scene_is_on_the_list() -> None:
    assert [each.name for each in names.read_names() if CHANGES.search(each.name)] == []
