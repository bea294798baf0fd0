"""3ds Max: its bundle, the zip and the .mzp that a person downloads, and its part of the command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from . import archive, contents, mzp, package_file, plugin_folders, vendor
from .bundle import MANIFEST, Bundle, MemoryBundle
from .hosts import Host
from .max_folders import HOST, TEMPLATE, MaxFolders, install, other_installation, uninstall
from .problem import InstallProblem, read_problem
from .wording import Text

DROPPED = "drag_into_3dsmax.ms"

_INSTALL = "install.py"
_FOLDERS_OF_PLUGIN = ("scripts", "macroscripts", "icons", "python")
_OWN = f"{package_file.BUNDLE}/{package_file.CONTENTS}"


class Max(Host):
    """The host as the command line sees it."""

    name = HOST
    bundles_inside = _OWN

    def bundle(self, checkout: Path, vendored: Path) -> MemoryBundle:
        plugin = checkout / "max_plugin"
        found = contents.packages(checkout, "python")
        for folder in _FOLDERS_OF_PLUGIN:
            for path, content in contents.tree(plugin / "Contents" / folder).items():
                found[f"{folder}/{path}"] = content
        for path, content in vendor.contents(vendored).items():
            found[f"vendor/{path}"] = content
        found["LICENSE"] = (checkout / "LICENSE").read_bytes()
        version = contents.version(checkout)
        found[TEMPLATE] = _template(plugin / package_file.FILE_NAME, version)
        return MemoryBundle(self.name, version, found)

    def download(self, bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
        own = f"{_OWN}/{bundle.manifest.folder_name}"
        found = {f"{own}/{path}": content for path, content in bundle.contents.items()}
        found[f"{own}/{MANIFEST}"] = bundle.manifest.to_bytes()
        pointer = package_file.pointing_at(
            bundle.contents[TEMPLATE].decode("utf-8"), bundle.manifest.folder_name
        )
        found[f"{package_file.BUNDLE}/{package_file.FILE_NAME}"] = pointer.encode("utf-8")
        found.update(_doors(bundle, checkout))
        found["LICENSE.txt"] = bundle.contents["LICENSE"]
        found["READ ME.txt"] = (checkout / "installers" / "max_read_me.txt").read_bytes()
        return found

    def archives(self, bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
        """The zip, and an .mzp with the zip in it: three small files for 3ds Max to unpack, and no deep folders."""
        found = super().archives(bundle, checkout)
        manifest = bundle.manifest
        inner = {**found, **_doors(bundle, checkout)}
        inner[mzp.CONTROL] = mzp.control(
            f"Renderbus {manifest.version}",
            "Installs Renderbus for this user of 3ds Max",
            mzp.number_of(manifest.version),
            _unpacked(bundle),
            DROPPED,
        )
        found[f"renderbus-{self.name}-{manifest.version}.mzp"] = archive.zipped(inner)
        return found

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--all-users",
            action="store_true",
            help="for everyone of this computer; asks for administrator rights",
        )
        parser.add_argument(
            "--plugins-folder",
            type=Path,
            help="another folder ApplicationPlugins than this user's or everyone's",
        )

    def install(self, bundle: Bundle, options: argparse.Namespace) -> List[Text]:
        folders = _folders(options)
        place = install(bundle, folders)
        said = [
            Text("Renderbus {version} is in {path}.", version=bundle.manifest.version, path=str(place)),
            Text("Start 3ds Max 2021 or newer: Renderbus stands in its menu bar."),
        ]
        return said + [text for text in [_warning(options)] if text is not None]

    def uninstall(self, options: argparse.Namespace) -> List[Text]:
        folders = _folders(options)
        was_there = folders.pointer.exists()
        stayed = uninstall(folders)
        if stayed or not was_there:
            return stayed or [Text("Renderbus is not installed there.")]
        return [
            Text("Renderbus was removed."),
            Text(
                "3ds Max 2021 to 2024 keep their menus themselves: if Renderbus still stands in the menu bar of one, "
                "remove it there with Customize > Customize User Interface > Menus."
            ),
        ]

    def is_there(self, options: argparse.Namespace) -> bool:
        return bool(_folders(options).versions.names())

    def where(self, options: argparse.Namespace) -> List[Text]:
        said: List[Text] = []
        for whose, folders in _everywhere(options):
            loaded = folders.loaded()
            if loaded is None:
                said.append(Text("{whose}: not installed in {path}", whose=whose, path=str(folders.plugins)))
            else:
                said.append(
                    Text("{whose}: {version} in {path}", whose=whose, version=loaded[0], path=str(loaded[1]))
                )
            pointed = package_file.folders(folders.read_pointer())
            for name in sorted(set(folders.versions.names()) - pointed):
                said.append(Text("{name} waits to be removed at the next start of 3ds Max.", name=name))
        return said + [text for text in [_warning(options)] if text is not None]


def _warning(options: argparse.Namespace) -> Optional[Text]:
    return other_installation(_folders(options))


def _folders(options: argparse.Namespace) -> MaxFolders:
    if options.plugins_folder is not None:
        return MaxFolders(Path(os.path.abspath(str(options.plugins_folder))))
    find = plugin_folders.of_everyone if options.all_users else plugin_folders.of_user
    return MaxFolders(find(os.environ, Path))


def _everywhere(options: argparse.Namespace) -> List[Tuple[Text, MaxFolders]]:
    """The places to tell of: the one that was named, otherwise both that 3ds Max looks into."""
    if options.plugins_folder is not None:
        return [(Text("There"), _folders(options))]
    return [
        (Text("For this user"), MaxFolders(plugin_folders.of_user(os.environ, Path))),
        (Text("For all users"), MaxFolders(plugin_folders.of_everyone(os.environ, Path))),
    ]


def _doors(bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
    """What is dropped into a viewport, and the Python that it runs, which is a terminal's too."""
    installers = checkout / "installers"
    script = (installers / DROPPED).read_text(encoding="utf-8").replace("@unpacked@", _unpacked(bundle))
    own = f"{_OWN}/{bundle.manifest.folder_name}"
    install_file = (installers / "install_into_3dsmax.py").read_text(encoding="utf-8")
    return {
        DROPPED: script.replace("\n", "\r\n").encode("ascii"),
        _INSTALL: install_file.replace("@bundle@", own).encode("ascii"),
    }


def _unpacked(bundle: MemoryBundle) -> str:
    """The folder of 3ds Max' temporary one that an .mzp is unpacked to; each build has its own."""
    return f"renderbus-{bundle.manifest.folder_name}"


def _template(path: Path, version: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise read_problem(error, str(path)) from error
    said = package_file.version(content.decode("utf-8"))
    if said != version:
        raise InstallProblem(
            Text(
                "{path} has AppVersion {said}, and the product is {version}. Write {version} there, in every place: 3ds "
                "Max upgrades by it.",
                path=str(path),
                said=said or "none",
                version=version,
            )
        )
    return content
