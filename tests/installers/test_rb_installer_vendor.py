"""The vendored packages: pinned whole, unpacked without what a bundle cannot use, filled in one step."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Dict, List

import pytest

from rb_installer import vendor
from rb_installer.problem import InstallProblem

KEYRING = b"[console_scripts]\nkeyring = keyring.cli:main\n\n[keyring.backends]\nWindows = keyring.backends.Windows\n"


def wheel(folder: Path, files: Dict[str, bytes]) -> Path:
    path = folder / "thing-1.2-py3-none-any.whl"
    with zipfile.ZipFile(str(path), "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_wheel_is_carried_without_tests_manuals_and_pips_own_files(tmp_path: Path) -> None:
    files = vendor.unpacked(
        wheel(
            tmp_path,
            {
                "thing/__init__.py": b"",
                "thing/tests/test_it.py": b"",
                "thing/doc/API.html": b"",
                "thing/py.typed": b"",
                "thing-1.2.dist-info/METADATA": b"Name: thing\n",
                "thing-1.2.dist-info/RECORD": b"",
                "thing-1.2.dist-info/licenses/LICENSE": b"MIT",
                "thing-1.2.dist-info/entry_points.txt": b"[console_scripts]\nthing = thing:main\n",
            },
        )
    )
    assert sorted(files) == ["LICENSES/thing-1.2/LICENSE", "thing/__init__.py", "thing/py.typed"]


def test_entry_points_that_code_asks_for_stay_importable(tmp_path: Path) -> None:
    files = vendor.unpacked(
        wheel(
            tmp_path,
            {
                "keyring/__init__.py": b"",
                "keyring-24.1.1.dist-info/METADATA": b"Name: keyring\n",
                "keyring-24.1.1.dist-info/entry_points.txt": KEYRING,
            },
        )
    )
    assert files["keyring-24.1.1.dist-info/entry_points.txt"] == KEYRING
    assert "keyring-24.1.1.dist-info/METADATA" in files


def test_a_wheel_with_compiled_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstallProblem, match="holds compiled code"):
        vendor.unpacked(wheel(tmp_path, {"thing/fast.cpython-37m-x86_64-linux-gnu.so": b""}))


def pinned_lines() -> List[str]:
    text = vendor.REQUIREMENTS.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_each_package_is_pinned_by_version_and_by_one_hash() -> None:
    for line in pinned_lines():
        assert re.fullmatch(r"[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line), line


def test_all_that_the_product_depends_on_is_vendored(checkout: Path) -> None:
    text = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("\n]")[0]
    wanted = set(re.findall(r'^\s*"([A-Za-z0-9-]+)', block, re.MULTILINE))
    assert wanted - {line.split("==")[0] for line in pinned_lines()} == set()


class FakePip:
    """Answers as many downloads as it is given."""

    def __init__(self, *answers: Dict[str, bytes]) -> None:
        self.answers = list(answers)

    def __call__(self, python: str) -> Dict[str, bytes]:
        return dict(self.answers.pop(0))


def test_the_folders_are_filled_once_and_mended_when_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"requests/__init__.py": b"", "LICENSES/requests-2.31.0/LICENSE": b"Apache"}
    monkeypatch.setattr(vendor, "_fetched", FakePip(files, files))
    first = vendor.make_ready(tmp_path)
    assert vendor.make_ready(tmp_path) == first == tmp_path / "maya_plugin" / "vendor"
    for name in vendor.FOLDERS:
        assert vendor.contents(tmp_path / name) == {**files}
    # One folder broken: its like serves. Both broken: fetched again.
    (first / "requests" / "__init__.py").write_bytes(b"changed")
    vendor.make_ready(tmp_path)
    assert (first / "requests" / "__init__.py").read_bytes() == b""
    for name in vendor.FOLDERS:
        (tmp_path / name / "requests" / "__init__.py").unlink()
    vendor.make_ready(tmp_path)
    assert vendor.is_current(first)
    assert sorted(path.name for path in first.parent.iterdir()) == ["vendor"]


def test_new_pins_make_an_old_folder_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "_fetched", FakePip({"a.py": b""}))
    folder = vendor.make_ready(tmp_path)
    stamp = json.loads((folder / vendor.STAMP).read_text(encoding="utf-8"))
    stamp["requirements"] = "0" * 64
    (folder / vendor.STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    assert not vendor.is_current(folder)
    with pytest.raises(InstallProblem, match=r"dev\.py vendor"):
        vendor.contents(folder)


def test_without_a_pip_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstallProblem, match="pip could not fetch"):
        vendor.make_ready(tmp_path, str(tmp_path / "no-python"))
