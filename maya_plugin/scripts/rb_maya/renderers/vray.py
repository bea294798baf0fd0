"""V-Ray: vraySettings holds size, format, prefix and the kind of frame range; the range itself stays Maya's."""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, WARNING, Problem
from rb_dcc_core.images import CPU, GPU, Aov, ImageFormat
from rb_dcc_core.messages import Message
from rb_maya.frame_range import Frames, animated_frames, current_frame, unusable_frames
from rb_maya.scene_graph import Look

from .base import Renderer, Size, settings_missing, with_value
from .naming import Naming, Numbering, Pass, Scope, default_template

SETTINGS = "vraySettings"
_DEFAULT_FORMAT = "png"
# "Ignore in batch mode", as a farm renders.
_LEFT_OUT = "sys_distributed_rendering_ignore_batch"
_STANDARD, _SPECIFIC = 1, 2
_AROUND_SIGNS = re.compile(r"\s*([;,])\s*")


class VRay(Renderer):
    name = "vray"
    plugin = "vrayformaya"
    # Those that vraySettings.imageFormatStr is known to hold [K]; .vrimg, which nothing but V-Ray opens, is left out.
    formats = (
        ImageFormat("exr", "exr"),
        ImageFormat("exr (multichannel)", "exr", True),
        ImageFormat("exr (deep)", "exr", True),
        *(ImageFormat(name, name) for name in ("png", "jpg", "tif", "tga", "bmp", "sgi", "hdr")),
    )

    def image_format(self, look: Look) -> Optional[str]:
        return look.text(look.graph.node(SETTINGS), "imageFormatStr") or _DEFAULT_FORMAT

    def in_format(self, look: Look, name: str) -> Look:
        return with_value(look, look.graph.node(SETTINGS), "imageFormatStr", name)

    def extension(self, look: Look) -> str:
        """ "exr (multichannel)" and "exr (deep)" are exr too."""
        return (self.image_format(look) or "").partition(" ")[0]

    def image_prefix(self, look: Look) -> Optional[str]:
        return look.text(look.graph.node(SETTINGS), "fileNamePrefix") or None

    def size(self, look: Look) -> Size:
        """V-Ray's own size where stored. What it defaults to is not documented [?]: Maya's size is taken
        then, which
        V-Ray's window keeps the same."""
        node = look.graph.node(SETTINGS)
        maya = super().size(look)
        width = look.number(node, "width")
        height = look.number(node, "height")
        if width is None or height is None or width < 1 or height < 1:
            return maya
        return Size(int(width), int(height), look.number(node, "pixelAspect") or 1.0)

    def frames(self, look: Look, layer: str) -> Frames:
        """V-Ray's own switch: off, standard, or a list of frames. Where the scene does not store it, Maya's [?]."""
        node = look.graph.node(SETTINGS)
        kind = look.number(node, "animType")
        if kind == _SPECIFIC:
            return _listed(look.text(node, "animFrames"), look, layer)
        if kind is None:
            return super().frames(look, layer)
        return animated_frames(look, layer) if kind == _STANDARD else current_frame(look)

    def all_aovs(self, look: Look) -> Tuple[Aov, ...]:
        settings = look.graph.node(SETTINGS)
        on = look.flag(settings, "relements_enableall", unknown=True)
        referenced = look.flag(settings, "relements_usereferenced")
        graph = look.graph
        nodes = [node for kind in ("VRayRenderElement", "VRayRenderElementSet") for node in graph.nodes(kind)]
        return tuple(
            Aov(graph.unique_name(node), on and look.flag(node, "enabled", unknown=True))
            for node in nodes
            if referenced or not graph.is_referenced(node)
        )

    def device(self, look: Look) -> Optional[str]:
        """The production engine: 0 is the CPU, all others run on graphics cards [K]."""
        return GPU if look.number(look.graph.node(SETTINGS), "productionEngine") else CPU

    def naming(self, look: Look, scope: Scope) -> Naming:
        """An element's name follows the image's, after V-Ray's separator; one file where the format holds channels."""
        node = look.graph.node(SETTINGS)
        template = default_template(self.image_prefix(look), scope)
        passes = [] if look.flag(node, "dontSaveRgbChannel") else [Pass(None, "", template)]
        if "(" not in (self.image_format(look) or ""):
            separator = look.text(node, "fileNameRenderElementSeparator") or "."
            own_folder = look.flag(node, "relements_separateFolders")
            passes.extend(_element(template, name, separator, own_folder) for name in self.aovs(look))
        return Naming(tuple(passes), self.numbering(look))

    def numbering(self, look: Look) -> Numbering:
        """Always ".0001" before the ending."""
        padding = look.number(look.graph.node(SETTINGS), "fileNamePadding")
        if not self.frames(look, "").animation:
            return Numbering(None, self.extension(look))
        return Numbering(int(padding) if padding else 4, self.extension(look))

    def own_problems(self, look: Look) -> Tuple[Problem, ...]:
        node = look.graph.node(SETTINGS)
        if node is None:
            return (settings_missing(SETTINGS, "V-Ray"),)
        found: List[Problem] = []
        if look.flag(node, "globopt_gi_dontRenderImage"):
            found.append(Problem(WARNING, "image_not_rendered", Message(_ONLY_LIGHT), node))
        if look.flag(node, "dontSaveImage"):
            text = _ONLY_BUFFER if look.flag(node, "vfbOn") else _NOT_SAVED
            found.append(Problem(ERROR, "images_not_saved", Message(text), node))
        if look.flag(node, "vrscene_on") and not look.flag(node, "vrscene_render_on", unknown=True):
            found.append(Problem(ERROR, "export_only", Message(_EXPORTS), node))
        if look.flag(node, "sys_distributed_rendering_on") and not look.flag(node, _LEFT_OUT):
            found.append(Problem(WARNING, "distributed_rendering", Message(_DISTRIBUTED), node))
        return tuple(found)


def _element(template: str, name: str, separator: str, own_folder: bool) -> Pass:
    folder, slash, file = template.rpartition("/")
    inside = f"{folder}{slash}{name}/{file}" if own_folder else template
    return Pass(name, name, inside + separator + name)


def _listed(text: str, look: Look, layer: str) -> Frames:
    """V-Ray writes frames as "1,5-10,20" or with spaces between; "5-10;2" is every second one."""
    parts = _AROUND_SIGNS.sub(r"\1", text).replace(",", " ").split()
    try:
        listed = FrameRange.parse(",".join(part.replace(";", "x", 1) for part in parts))
    except FrameRangeError as error:
        return unusable_frames(layer, error)
    return Frames(str(listed), True, ())


_ONLY_BUFFER = "V-Ray shows the image in its frame buffer and saves none (Don't save image). Switch that off."
_NOT_SAVED = "V-Ray saves no image (Don't save image). Switch that off."
_ONLY_LIGHT = (
    "V-Ray calculates the light and renders no final image (Don't render final image). Switch that off, unless "
    "saved light is all you want."
)
_EXPORTS = "V-Ray only exports a .vrscene and renders no image. Switch the export off, or Render on."
_DISTRIBUTED = (
    "V-Ray's distributed rendering looks for render servers that a farm does not have. Switch it off, or on: Ignore in "
    "batch mode."
)
