"""What a host is to the installer: how its bundle and its download are laid out, how it is installed and removed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Dict, List

from . import archive
from .bundle import Bundle, MemoryBundle
from .wording import Text


class Host:
    """One host; the command line knows no more of it than this."""

    name = ""
    # Where a download of it holds its bundles.
    bundles_inside = ""

    def bundle(self, checkout: Path, vendored: Path) -> MemoryBundle:
        """What the host loads, put together from a checkout; raises InstallProblem."""
        raise NotImplementedError

    def download(self, bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
        """The files of the zip that a person downloads, the bundle among them."""
        raise NotImplementedError

    def archives(self, bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
        """What a person may download, by file name: the zip, in which everything lies in a folder of its name."""
        name = f"renderbus-{self.name}-{bundle.manifest.version}"
        files = {f"{name}/{path}": content for path, content in self.download(bundle, checkout).items()}
        return {name + ".zip": archive.zipped(files)}

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The host's own options of install, uninstall and where."""

    def install(self, bundle: Bundle, options: argparse.Namespace) -> List[Text]:
        """Installs for this user; returns what to say about it. Raises InstallProblem."""
        raise NotImplementedError

    def uninstall(self, options: argparse.Namespace) -> List[Text]:
        """Removes what the receipts list; returns what to say about it. Raises InstallProblem."""
        raise NotImplementedError

    def where(self, options: argparse.Namespace) -> List[Text]:
        """What is installed, and where."""
        raise NotImplementedError

    def is_there(self, options: argparse.Namespace) -> bool:
        """Whether a version of it is left where `uninstall` with the same options looks: loaded, or still in use."""
        raise NotImplementedError
