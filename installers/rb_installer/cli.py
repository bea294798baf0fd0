"""The command line: build, install, uninstall and where, for each host by its name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Dict, List

from . import archive, own_data, vendor
from .bundle import MANIFEST, Bundle, FolderBundle, find_bundle
from .hosts import Host
from .max import Max
from .maya import Maya
from .problem import InstallProblem
from .wording import PROGRAMS, Text

HOSTS: Dict[str, Host] = {host.name: host for host in (Maya(), Max())}

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
            said = uninstall(host, options)
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
        ("install", "install for this user, without administrator rights unless it is told otherwise"),
        ("uninstall", "remove exactly what was installed"),
        ("where", "say what is installed, and where"),
    ):
        hosts = commands.add_parser(command, help=about).add_subparsers(dest="host", metavar="HOST")
        hosts.required = True
        for host in HOSTS.values():
            _add_options(hosts.add_parser(host.name), command, host)
    return top


def build(host: Host, checkout: Path, out: Path) -> List[Text]:
    """Makes the host's downloads in a folder; the same checkout gives the same bytes. Raises InstallProblem."""
    bundle = host.bundle(checkout, vendor.make_ready(checkout))
    said = []
    for name, content in host.archives(bundle, checkout).items():
        place = out / name
        try:
            archive.write(place, content)
        except OSError as error:
            raise InstallProblem(
                Text("{path} could not be written ({why}).", path=str(place), why=error.strerror)
            ) from error
        files, unpacked = archive.measured(content)
        said.append(
            Text(
                "{path}: {size:.1f} MB, {files} files, unpacked {unpacked:.1f} MB, build {build}",
                path=str(place),
                size=len(content) / 1e6,
                files=files,
                unpacked=unpacked / 1e6,
                build=bundle.manifest.build,
            )
        )
    return said


def uninstall(host: Host, options: argparse.Namespace) -> List[Text]:
    """What the receipts list goes; the user's own data only with --purge, and never unsaid. Raises InstallProblem."""
    data = own_data.here()
    unfinished = own_data.of_unfinished(data.unfinished()) if options.purge else None
    if unfinished is not None and not options.even_unfinished:
        raise InstallProblem(
            Text(
                "{unfinished} Nothing was removed. Finish them with 'rb-dcc resume', or add --even-unfinished to give them "
                "up.",
                unfinished=unfinished,
            )
        )
    said = host.uninstall(options)
    if not (data.folders or data.shared):
        return said
    if not options.purge:
        return [*said, own_data.stays(data)]
    if host.is_there(options):
        return [
            *said,
            Text("Renderbus is still there, so your own data was not removed."),
            own_data.stays(data),
        ]
    return [*said, *own_data.purge(data)]


def chosen_bundle(host: Host, options: argparse.Namespace) -> Bundle:
    """What `install` installs: what it is told, else the bundle it is part of, else the checkout it stands in.

    Raises InstallProblem, for another host's bundle too.
    """
    around = _PACKAGE.parent.parent
    found: Bundle
    if options.source is not None:
        found = find_bundle(options.source, host.bundles_inside)
    elif (around / MANIFEST).is_file():
        found = FolderBundle(around)
    else:
        found = host.bundle(options.checkout, vendor.make_ready(options.checkout))
    if found.manifest.host != host.name:
        raise InstallProblem(
            Text(
                "This is Renderbus for {found}, not for {wanted}. Take the download whose name has '{name}' in it.",
                found=PROGRAMS.get(found.manifest.host, found.manifest.host),
                wanted=PROGRAMS[host.name],
                name=host.name,
            )
        )
    return found


def _add_options(parser: argparse.ArgumentParser, command: str, host: Host) -> None:
    parser.set_defaults(checkout=_PACKAGE.parent.parent)
    if command == "build":
        parser.add_argument("--out", type=Path, required=True, help="the folder for the zip")
        return
    if command == "install":
        parser.add_argument(
            "--from", dest="source", type=Path, help="a downloaded zip, or the folder it was unpacked to"
        )
    if command == "uninstall":
        parser.add_argument(
            "--purge",
            action="store_true",
            help="also remove your settings, account, journal of submissions, cache and logs, which rb-dcc and the other "
            "host use too; refused while submissions are unfinished",
        )
        parser.add_argument(
            "--even-unfinished", action="store_true", help="with --purge: unfinished submissions are given up"
        )
    host.add_arguments(parser)
