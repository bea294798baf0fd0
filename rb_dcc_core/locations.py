"""Where this product keeps its files, by each system's convention; RB_DCC_HOME puts all of it into one folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional

APP = "renderbus-dcc"


@dataclass(frozen=True)
class Locations:
    """Folders for settings, cache, logs and state; none of them need exist yet."""

    settings: Path
    cache: Path
    logs: Path
    state: Path

    @classmethod
    def find(cls, environ: Optional[Mapping[str, str]] = None) -> Locations:
        """Locations of this user; RB_DCC_HOME wins where it is set."""
        home = (os.environ if environ is None else environ).get("RB_DCC_HOME", "").strip()
        if home:
            root = Path(os.path.abspath(os.path.expanduser(home)))
            return cls(root, root / "cache", root / "logs", root / "state")
        import platformdirs

        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(
            Path(dirs.user_config_dir),
            Path(dirs.user_cache_dir),
            Path(dirs.user_log_dir),
            Path(dirs.user_state_dir),
        )

    @property
    def settings_file(self) -> Path:
        return self.settings / "settings.json"

    @property
    def credentials_file(self) -> Path:
        return self.settings / "credentials.json"
