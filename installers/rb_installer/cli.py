"""The command line: build, install, uninstall and where, for each host by its name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Dict, List

from . import archive, vendor
from .bundle import MANIFEST, Bundle, FolderBundle, find_bundle
from .hosts import Host
from .maya import Maya
from .problem import InstallProblem
from .wording import Text

HOSTS: Dict[str, Host] = {host.name: host for host in (Maya(),)}

_PACKAGE = Path(__file__).resolve().parent


def main(arguments: List[str]) -> int:
    """The exit code: 0 done, 1 refused with a sentence that says what to do, 2 wrong usage."""
    options = parser().parse_args(arguments)
    host = HOSTS[options.host]
    try:
        if options.command == "build":
            said = build(host, options.checkout, options.out)
        elif options.command == "install":
            said = host.install(chosen_bundle(host, options), options)
        elif options.command == "uninstall":
            said = host.uninstall(options)
        else:
            said = host.where(options)
    except InstallProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    for text in said:
        print(text)
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m rb_installer", description="Builds, installs and removes Renderbus."
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.required = True
    for command, about in (
        ("build", "make the zip that a person downloads"),
        ("install", "install for this user, without administrator rights"),
        ("uninstall", "remove exactly what was installed"),
        ("where", "say what is installed, and where"),
    ):
        hosts = commands.add_parser(command, help=about).add_subparsers(dest="host", metavar="HOST")
        hosts.required = True
        for host in HOSTS.values():
            _add_options(hosts.add_parser(host.name), command, host)
    return top


def build(host: Host, checkout: Path, out: Path) -> List[Text]:
    """Makes the host's zip in a folder; the same checkout gives the same bytes. Raises InstallProblem."""
    bundle = host.bundle(checkout, vendor.make_ready(checkout))
    name = f"renderbus-{host.name}-{bundle.manifest.version}"
    files = {f"{name}/{path}": content for path, content in host.download(bundle, checkout).items()}
    content = archive.zipped(files)
    place = out / (name + ".zip")
    try:
        archive.write(place, content)
    except OSError as error:
        raise InstallProblem(
            Text("{path} could not be written ({why}).", path=str(place), why=error.strerror)
        ) from error
    return [
        Text(
            "{path}: {size:.1f} MB, {files} files, unpacked {unpacked:.1f} MB, build {build}",
            path=str(place),
            size=len(content) / 1e6,
            files=len(files),
            unpacked=sum(len(one) for one in files.values()) / 1e6,
            build=bundle.manifest.build,
        )
    ]


def chosen_bundle(host: Host, options: argparse.Namespace) -> Bundle:
    """What `install` installs: what it is told, else the bundle it is part of, else the checkout it stands in."""
    if options.source is not None:
        return find_bundle(options.source, host.bundles_inside)
    around = _PACKAGE.parent.parent
    if (around / MANIFEST).is_file():
        return FolderBundle(around)
    return host.bundle(options.checkout, vendor.make_ready(options.checkout))


def _add_options(parser: argparse.ArgumentParser, command: str, host: Host) -> None:
    parser.set_defaults(checkout=_PACKAGE.parent.parent)
    if command == "build":
        parser.add_argument("--out", type=Path, required=True, help="the folder for the zip")
        return
    if command == "install":
        parser.add_argument(
            "--from", dest="source", type=Path, help="a downloaded zip, or the folder it was unpacked to"
        )
    host.add_arguments(parser)
