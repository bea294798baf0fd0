"""The files a scene needs: found on disk with their tiles and frames, twins and contents, and what is missing."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import DefaultDict, Dict, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.host import FileReference, Problem
from rb_dcc_core.messages import Message

from . import file_nodes
from .contents import may_name
from .file_contents import Contents
from .file_patterns import FRAMES, NamePattern, gaps, has_u_and_v, pattern_of, unknown_token, with_ending
from .file_problems import FileProblems
from .file_sources import Wanted
from .folders import Folders, Found
from .known_places import KnownPlaces, stands_alone
from .twins import ENDINGS, WITH_TWINS, Twins
from .workspace import MISSING, Place, Resolver

_new = tuple.__new__
MOST_PATH = 4096
_NUMBERED_KINDS = (file_nodes.TEXTURE, file_nodes.IMAGE_PLANE)


class FileFinder:
    """Turns what nodes store into files; asks the disk alone. One odd path is a problem, never the end."""

    def __init__(self, scene: str, resolver: Resolver, folders: Folders) -> None:
        self._scene = scene
        self._resolver = resolver
        self._folders = folders
        self._twins = Twins(folders)
        self._known = KnownPlaces(resolver, folders, self._twins)
        self._contents = Contents()
        # In the order they are found, and by kind and path.
        self._found: List[FileReference] = []
        self._assets: DefaultDict[str, Dict[str, FileReference]] = defaultdict(dict)
        self._said = FileProblems()

    def find(self, wanted: Iterable[Wanted]) -> Tuple[FileReference, ...]:
        """Every file once (by path and kind), the scene itself first, if it was ever saved."""
        if self._scene:
            self._keep_scene()
        self._take_all(wanted)
        self._take_all(self._contents.wanted(self._said))
        for folder, why in self._folders.unreadable.items():
            self._said.count("folder_unreadable", folder, why)
        self._said.note_paths([asset[0] for asset in self._found])
        return tuple(self._found)

    @property
    def problems(self) -> List[Problem]:
        return self._said.all()

    def _keep_scene(self) -> None:
        found = self._folders.file(self._scene)
        size = found.size if found is not None else None
        self._add(FileReference(self._scene, self._scene, file_nodes.SCENE, None, found is not None, size))

    def _add(self, asset: FileReference) -> FileReference:
        """Each path of a kind once: the one that was there before, or this one."""
        known = self._assets[asset.kind].setdefault(asset.path, asset)
        if known is asset:
            self._found.append(asset)
        return known

    def _take_all(self, wanted: Iterable[Wanted]) -> None:
        """Runs for every file of a scene."""
        known, assets, found, scene = self._known.asset, self._assets, self._found, self._scene
        for one in wanted:
            asset = known(one)
            if asset is None:
                self._try(one)
                continue
            path, of_kind = asset[0], assets[asset[2]]
            if path not in of_kind and path != scene:
                of_kind[path] = asset
                found.append(asset)

    def _try(self, wanted: Wanted) -> None:
        if len(wanted.written) > MOST_PATH:
            self._said.odd_path(wanted, Message("its path is too long"))
        elif "\0" in wanted.written:
            self._said.odd_path(wanted, Message("its path holds a zero character"))
        else:
            try:
                self._take(wanted)
            except (ValueError, OSError) as error:
                self._said.odd_path(wanted, str(error))

    def _take(self, wanted: Wanted) -> None:
        rules = file_nodes.RULES.get(wanted.kind, file_nodes.DEFAULT_RULES)
        folder, _, name = wanted.written.replace("\\", "/").rpartition("/")
        pattern = wanted.pattern or pattern_of(name)
        tokens = pattern is not None or "<" in folder
        if tokens and self._take_matching(wanted, name, pattern, rules):
            return
        if wanted.whole_folder and self._take_folder(wanted, rules):
            return
        place = self._resolver.resolve(wanted.written, rules, wanted.folder, wanted.near, wanted.searched)
        if place.found is not None:
            self._said.note_place(wanted.written, place)
            self._known.learn(wanted, place, rules)
            self._keep(wanted, (place.found,), pattern)
            if place.found.case_differs:
                self._said.case(wanted, place.path)
        elif not self._take_twins(wanted, rules):
            self._miss(wanted, place)

    def _take_matching(
        self, wanted: Wanted, name: str, pattern: Optional[NamePattern], rules: Sequence[str]
    ) -> bool:
        """Take the files that fit a pattern from the first place that has any; then their twins alone."""
        places = self._candidates(wanted, rules)
        if pattern is None and not any("<" in place.path for place in places):
            return False
        for place in places:
            files = self._matching(place.path, name, pattern)
            if files:
                self._said.note_place(wanted.written, place)
                self._keep_all(wanted, files, pattern)
                return True
        made = with_ending(pattern, name, ENDINGS) if pattern is not None else None
        if made is None or wanted.kind not in WITH_TWINS:
            return False
        for place in places:
            files = self._matching(place.path, name, made)
            if files:
                self._said.count("twin_used", wanted.written)
                self._keep_all(wanted, files, made)
                return True
        return False

    def _candidates(self, wanted: Wanted, rules: Sequence[str]) -> List[Place]:
        return self._resolver.candidates(wanted.written, rules, wanted.folder, wanted.near, wanted.searched)

    def _matching(self, path: str, name: str, pattern: Optional[NamePattern]) -> List[Found]:
        folder = path.rpartition("/")[0]
        if "<" not in folder:
            return self._folders.matching(folder, pattern) if pattern is not None else []
        files: List[Found] = []
        for below, rest in self._folders_matching(folder, name):
            own = pattern_of(rest) if rest != name else pattern
            if own is not None:
                files.extend(self._folders.matching(below, own))
            else:
                found = self._folders.file(f"{below}/{rest}")
                files.extend([found] if found is not None else [])
        return files

    def _folders_matching(self, folder: str, name: str) -> List[Tuple[str, str]]:
        """Folders on disk that fit one with tokens, with the file's name where the same tokens are filled in."""
        open_ends = [("", folder.split("/"), name)]
        done: List[Tuple[str, str]] = []
        while open_ends:
            start, parts, rest = open_ends.pop()
            while parts and "<" not in parts[0]:
                start, parts = f"{start}/{parts[0]}", parts[1:]
            if not parts:
                done.append((start[1:], rest))
                continue
            pattern = pattern_of(parts[0], in_folder=True)
            if pattern is None:
                continue
            for found in self._folders.listing(start[1:]).fitting(pattern):
                match = pattern.names.fullmatch(found)
                if match is None or not self._folders.is_folder(f"{start[1:]}/{found}"):
                    continue
                filled, text = parts[1:], rest
                for token, value in zip(pattern.tokens, match.groups()):
                    filled = [part.replace(token, value) for part in filled]
                    text = text.replace(token, value)
                open_ends.append((f"{start}/{found}", filled, text))
        return sorted(done)

    def _keep_all(self, wanted: Wanted, files: List[Found], pattern: Optional[NamePattern]) -> None:
        self._contents.limit(wanted, files)
        self._keep(wanted, files, pattern)
        if pattern is not None and pattern.kind == FRAMES and wanted.kind != file_nodes.CACHE:
            names = [found.path.rpartition("/")[2] for found in files]
            self._said.gap(wanted, gaps(names, pattern))

    def _take_folder(self, wanted: Wanted, rules: Sequence[str]) -> bool:
        """Take all that is in a folder, under its own paths: the farm is to find it as it is here."""
        for place in self._candidates(wanted, rules):
            if self._folders.is_folder(place.path):
                for found in self._folders.below(place.path):
                    self._keep(wanted._replace(written=found.path), (found,), None)
                return True
        return False

    def _take_twins(self, wanted: Wanted, rules: Sequence[str]) -> bool:
        """A texture that is not there, while what a renderer made of it is."""
        if wanted.kind not in WITH_TWINS:
            return False
        for place in self._candidates(wanted, rules):
            twins = self._twins.of(place.path)
            self._keep(wanted, twins, None)
            if twins:
                self._said.count("twin_used", wanted.written)
                return True
        return False

    def _keep(self, wanted: Wanted, files: Sequence[Found], pattern: Optional[NamePattern]) -> None:
        """Take files as they are found, once each; a reference may lead back to the scene. Runs for every file."""
        kind = wanted.kind
        if pattern is not None and pattern.kind == FRAMES and kind in _NUMBERED_KINDS:
            kind = file_nodes.SEQUENCE
        alone = pattern is not None and self._all_alone(files, pattern, kind)
        of_kind, scene, written, node = self._assets[kind], self._scene, wanted.written, wanted.node
        add = self._found.append
        for found in files:
            path, size, _ = found
            if path in of_kind or path == scene:
                continue
            # A named tuple's own call takes twice as long.
            of_kind[path] = asset = _new(FileReference, (path, written, kind, node, True, size))
            add(asset)
            if alone:
                continue
            if may_name(path):
                self._contents.queue(wanted, found)
            elif kind in WITH_TWINS:
                twins = self._twins.of(path)
                if twins:
                    self._keep(wanted, twins, pattern)

    def _all_alone(self, files: Sequence[Found], pattern: NamePattern, kind: str) -> bool:
        """Whether that is plain of all files that fit a pattern: one tells of all in its folder with its ending."""
        if "." not in pattern.suffix or not files:
            return False
        first, last = files[0].path, files[-1].path
        cut = first.rfind("/") + 1
        return (
            last.startswith(first[:cut]) and last.rfind("/") < cut and stands_alone(first, kind, self._twins)
        )

    def _miss(self, wanted: Wanted, place: Place) -> None:
        if wanted.optional:
            return
        frames = pattern_of(place.path.rpartition("/")[2])
        numbered = wanted.pattern or frames
        many = numbered is not None and numbered.kind == FRAMES and wanted.kind in _NUMBERED_KINDS
        kind = file_nodes.SEQUENCE if many else wanted.kind
        asset = FileReference(place.path, wanted.written, kind, wanted.node, False, None)
        if self._add(asset).exists or place.path == self._scene:
            return
        token = unknown_token(wanted.written)
        if token is not None:
            self._said.token(wanted, token)
            return
        if has_u_and_v(wanted.written):
            place = place._replace(unset_variable=None)
        drive = place.path[:2]
        if drive[1:] == ":" and place.how == MISSING and not os.path.isdir(drive + "/"):
            self._said.count("drive_missing", place.path, drive.upper())
        folder = place.path.rpartition("/")[0]
        why = self._folders.unreadable_files.get(place.path) or self._folders.unreadable.get(folder)
        self._said.missing(wanted, place, why, self._folders.is_folder(place.path))
