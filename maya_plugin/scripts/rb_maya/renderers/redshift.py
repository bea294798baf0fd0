"""Redshift: the format is redshiftOptions', AOVs are RedshiftAOV nodes; frames, size and prefix are
Maya's."""

from __future__ import annotations

from typing import List, Optional, Tuple

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.images import GPU, Aov, ImageFormat
from rb_dcc_core.messages import Message
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing, with_value
from .naming import Naming, Pass, Scope, default_template

OPTIONS = "redshiftOptions"
_FORMATS = {0: "iff", 1: "exr", 2: "png", 3: "tga", 4: "jpg", 5: "tif"}
_AOV_PREFIX = "<BeautyPath>/<BeautyFile>.<RenderPass>"
_NEVER_MERGED = "Cryptomatte"


class Redshift(Renderer):
    name = "redshift"
    plugin = "redshift4maya"
    formats = tuple(
        ImageFormat(name, name, name == "exr") for name in ("exr", "png", "jpg", "tif", "tga", "iff")
    )

    def image_format(self, look: Look) -> Optional[str]:
        node = look.graph.node(OPTIONS)
        number = look.number(node, "imageFormat") if node is not None else 1.0
        return _FORMATS.get(int(number)) if number is not None else None

    def in_format(self, look: Look, name: str) -> Look:
        number = next(number for number, each in _FORMATS.items() if each == name)
        return with_value(look, look.graph.node(OPTIONS), "imageFormat", number)

    def image_prefix(self, look: Look) -> Optional[str]:
        """Older versions kept a prefix of their own; where it is set it is the one that counted."""
        return look.text(look.graph.node(OPTIONS), "imageFilePrefix") or super().image_prefix(look)

    def all_aovs(self, look: Look) -> Tuple[Aov, ...]:
        return tuple(Aov(_name(look, node), self._is_on(look, node)) for node in self._nodes(look))

    def device(self, look: Look) -> Optional[str]:
        return GPU

    def naming(self, look: Look, scope: Scope) -> Naming:
        """Each AOV has a prefix of its own, told by the beauty image's; Cryptomatte never goes into one file with
        the others."""
        template = default_template(self.image_prefix(look), scope)
        folder, slash, file = template.rpartition("/")
        merged = look.flag(look.graph.node(OPTIONS), "exrForceMultilayer") and self.extension(look) == "exr"
        passes = [Pass(None, "Beauty", template)]
        for node in self._nodes(look):
            if not self._is_on(look, node) or (merged and look.text(node, "aovType") != _NEVER_MERGED):
                continue
            prefix = look.text(node, "filePrefix") or _AOV_PREFIX
            own = prefix.replace("<BeautyPath>/", folder + slash).replace("<BeautyPath>", folder)
            own = own.replace("<BeautyFile>", file)
            passes.extend(Pass(name, name, own) for name in _file_names(look, node))
        return Naming(tuple(passes), self.numbering(look))

    def own_problems(self, look: Look) -> Tuple[Problem, ...]:
        node = look.graph.node(OPTIONS)
        if node is None:
            return (settings_missing(OPTIONS, "Redshift"),)
        found: List[Problem] = []
        if look.flag(node, "abortOnLicenseFail"):
            found.append(Problem(NOTICE, "abort_on_license_fail", Message(_LICENSE), node))
        for aov in self._nodes(look):
            if self._is_on(look, aov) and look.flag(aov, "allLightGroups"):
                text = Message(_LIGHT_GROUPS, node=look.graph.unique_name(aov))
                found.append(Problem(NOTICE, "light_groups_untold", text, aov))
        return tuple(found)

    def _nodes(self, look: Look) -> Tuple[str, ...]:
        return self._own_nodes(look, "RedshiftAOV")

    def _is_on(self, look: Look, node: str) -> bool:
        switched_off = look.number(look.graph.node(OPTIONS), "aovGlobalEnableMode") == 0
        return not switched_off and look.flag(node, "enabled", unknown=True)


def _name(look: Look, node: str) -> str:
    return look.text(node, "name") or look.graph.unique_name(node)


def _file_names(look: Look, node: str) -> List[str]:
    """An AOV's own name, then one for each light group that it lists."""
    name = _name(look, node)
    groups = [] if look.flag(node, "allLightGroups") else look.text(node, "lightGroupList").split()
    return [name, *(f"{name}_{group}" for group in groups)]


_LIGHT_GROUPS = (
    "{node} writes an image for each light group of the scene, which only Redshift tells; those are not in the list of "
    "expected images."
)
_LICENSE = "Redshift stops where it finds no licence (Abort On License Fail), also on the farm."
