"""Arnold: the format is the driver's, AOVs are aiAOV nodes; frames, size and prefix are Maya's."""

from __future__ import annotations

from typing import List, Optional, Tuple

from rb_dcc_core.host import ERROR, NOTICE, Problem
from rb_dcc_core.images import CPU, GPU, Aov, ImageFormat
from rb_dcc_core.messages import Message
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing, with_value
from .naming import Naming, Pass, Scope, default_template

OPTIONS = "defaultArnoldRenderOptions"
DRIVER = "defaultArnoldDriver"
_EXTENSIONS = {"jpeg": "jpg", "tiff": "tif", "deepexr": "exr"}
_BEAUTY = ("RGBA", "RGB", "beauty")
_PASS_TOKEN = "<renderpass>"
_MERGED_FORMATS = ("exr", "deepexr")


class Arnold(Renderer):
    name = "arnold"
    plugin = "mtoa"
    formats = (
        ImageFormat("exr", "exr", True),
        ImageFormat("deepexr", "exr", True),
        ImageFormat("png", "png"),
        ImageFormat("tif", "tif"),
        ImageFormat("jpg", "jpg"),
    )

    def image_format(self, look: Look) -> Optional[str]:
        node = look.graph.node(DRIVER)
        translator = look.text(node, "aiTranslator") if node is not None else "exr"
        return {"jpeg": "jpg", "tiff": "tif"}.get(translator, translator) or None

    def in_format(self, look: Look, name: str) -> Look:
        return with_value(look, look.graph.node(DRIVER), "aiTranslator", name)

    def extension(self, look: Look) -> str:
        written = self.image_format(look) or ""
        return _EXTENSIONS.get(written, written)

    def all_aovs(self, look: Look) -> Tuple[Aov, ...]:
        # aovMode 0: AOVs are switched off as a whole; 2 is "in batch only", which a farm's render is.
        on = look.number(look.graph.node(OPTIONS), "aovMode") != 0
        return tuple(
            Aov(
                look.text(node, "name") or look.graph.unique_name(node),
                on and look.flag(node, "enabled", unknown=True),
            )
            for node in _active(look)
        )

    def device(self, look: Look) -> Optional[str]:
        return GPU if look.number(look.graph.node(OPTIONS), "renderDevice") == 1 else CPU

    def naming(self, look: Look, scope: Scope) -> Naming:
        """Without one file for all, AOVs get a folder each unless the prefix says where their name goes."""
        template = default_template(self.image_prefix(look), scope)
        names = [] if self._merged(look) else self._separate(look)
        if names and _PASS_TOKEN not in template.lower():
            template = "<RenderPass>/" + template
        passes = [Pass(None, "beauty", template), *(Pass(name, name, template) for name in names)]
        return Naming(tuple(passes), self.numbering(look))

    def own_problems(self, look: Look) -> Tuple[Problem, ...]:
        node = look.graph.node(OPTIONS)
        if node is None:
            return (settings_missing(OPTIONS, "Arnold"),)
        found: List[Problem] = []
        exports = (look.number(node, "renderType") or 0) != 0
        if exports:
            found.append(Problem(ERROR, "export_only", Message(_EXPORTS), node))
        if look.flag(node, "absoluteTexturePaths") and (exports or look.text(node, "texture_searchpath")):
            found.append(Problem(NOTICE, "absolute_texture_paths", Message(_ABSOLUTE), node))
        if look.flag(node, "abortOnLicenseFail"):
            found.append(Problem(NOTICE, "abort_on_license_fail", Message(_LICENSE), node))
        return tuple(found)

    def _merged(self, look: Look) -> bool:
        merged = look.flag(look.graph.node(DRIVER), "mergeAOVs")
        return merged and (self.image_format(look) or "") in _MERGED_FORMATS

    def _separate(self, look: Look) -> List[str]:
        """AOVs with a file of their own; one with all its light groups has a second file for them."""
        names = [name for name in self.aovs(look) if name not in _BEAUTY]
        graph = look.graph
        grouped = {
            look.text(node, "name") or graph.unique_name(node)
            for node in _active(look)
            if look.flag(node, "lightGroups")
        }
        return [each for name in names for each in ([name, name + "_lgroups"] if name in grouped else [name])]


def _active(look: Look) -> Tuple[str, ...]:
    """The aiAOV nodes Arnold renders: those in the options' list. Maya loads references first, and so puts theirs in
    front; a node that is in no list is left over."""
    graph, options = look.graph, look.graph.node(OPTIONS)
    if options is None or not graph.nodes("aiAOV"):
        return ()  # a file's connections are only read where somebody asks for one
    listed = [plug.node for plug in graph.sources(options, "aovList")]
    nodes = dict.fromkeys(node for node in listed if graph.node_type(node) == "aiAOV")
    return tuple(sorted(nodes, key=lambda node: not graph.is_referenced(node)))


_EXPORTS = "Arnold only exports .ass files (Render Type); no images come out. Set Render Type to Interactive."
_ABSOLUTE = (
    "Arnold writes the absolute paths of the textures it finds; a farm that has them elsewhere does not look into the "
    "texture search path. Switch Absolute Texture Paths off, where it is to."
)
_LICENSE = "Arnold stops where it finds no licence (Abort On License Fail), also on the farm."
