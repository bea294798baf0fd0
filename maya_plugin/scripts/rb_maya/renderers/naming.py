"""How the images of a layer are named: tokens, where the frame number stands, one file or many for the AOVs. Pure."""

from __future__ import annotations

import re
from typing import Dict, Mapping, NamedTuple, Optional, Tuple

from rb_dcc_core.images import ExpectedImage

_TOKEN = re.compile(r"<(\w+)>")
_PERCENT = re.compile(r"%([slc])")
_UNNAMED = re.compile("[^0-9A-Za-z_]+")
_PERCENT_TOKENS = {"s": "scene", "l": "renderlayer", "c": "camera"}
_DEFAULT = "<Scene>"


class Numbering(NamedTuple):
    """Where the frame's number stands. `padding` None: nowhere, one image; `extension` "": the name has none.

    `before_extension` False puts the number last ("name.exr.0001"); `separator` stands before the number.
    """

    padding: Optional[int]
    extension: str
    before_extension: bool = True
    separator: str = "."
    renumber: Optional[Tuple[int, int]] = None


class Pass(NamedTuple):
    """An image file of its own: `aov` is None for the beauty image, `token` what <RenderPass> becomes."""

    aov: Optional[str]
    token: str
    template: str


class Naming(NamedTuple):
    """What a renderer's settings say of a layer's names. `number_token`: the number stands where the template says
    so."""

    passes: Tuple[Pass, ...]
    numbering: Numbering
    tokens: Mapping[str, str] = {}
    number_token: bool = False


class Scope(NamedTuple):
    """For what the names are; `several_...` tell whether Maya puts each in a folder when no prefix is set."""

    scene: str
    layer: str
    cameras: Tuple[str, ...]
    several_layers: bool = False
    version: str = ""


def default_template(prefix: Optional[str], scope: Scope) -> str:
    """The prefix; without one the scene's name, in a folder for each layer and camera where there are several."""
    if prefix:
        return prefix
    layer = "<RenderLayer>/" if scope.several_layers else ""
    return layer + ("<Camera>/" if len(scope.cameras) > 1 else "") + _DEFAULT


def expected_images(naming: Naming, scope: Scope) -> Tuple[ExpectedImage, ...]:
    """One for each camera and each file of the AOVs."""
    return tuple(
        _image(naming, scope, camera, image_pass) for camera in scope.cameras for image_pass in naming.passes
    )


def _image(naming: Naming, scope: Scope, camera: str, image_pass: Pass) -> ExpectedImage:
    numbering = naming.numbering
    values = {
        "scene": scope.scene,
        "renderlayer": scope.layer,
        "layer": scope.layer,
        "camera": _file_name(camera),
        "renderpass": image_pass.token,
        "aov": image_pass.token,
        "extension": numbering.extension,
        "ext": numbering.extension,
        "version": scope.version,
        **naming.tokens,
    }
    if naming.number_token:
        return _with_number_token(camera, image_pass, values)
    before = expand(image_pass.template, values)
    after = "." + numbering.extension if numbering.extension else ""
    if numbering.padding is None:
        return ExpectedImage(camera, image_pass.aov, before, after)
    if not numbering.before_extension:
        before, after = before + after, ""
    before += numbering.separator
    return ExpectedImage(camera, image_pass.aov, before, after, numbering.padding, numbering.renumber)


_NUMBER = re.compile(r"<[fF](\d*)>")


def _with_number_token(camera: str, image_pass: Pass, values: Dict[str, str]) -> ExpectedImage:
    match = _NUMBER.search(image_pass.template)
    if match is None:
        return ExpectedImage(camera, image_pass.aov, expand(image_pass.template, values))
    before, after = image_pass.template[: match.start()], image_pass.template[match.end() :]
    digits = int(match.group(1) or 1)
    return ExpectedImage(camera, image_pass.aov, expand(before, values), expand(after, values), digits)


def expand(template: str, values: Mapping[str, str]) -> str:
    """Tokens replaced, whatever their case; those nobody knows are left out, as Maya does."""
    template = _PERCENT.sub(lambda match: values.get(_PERCENT_TOKENS[match.group(1)], ""), template)
    text = _TOKEN.sub(lambda match: values.get(match.group(1).lower(), ""), template)
    return re.sub(r"/{2,}", "/", text.replace("\\", "/"))


def _file_name(camera: str) -> str:
    """A camera in a file's name: the shortest path that is its alone, "_" for what a name cannot have ("group1|cam", "ns:cam").

    As AYON's list of render products has it for every renderer.
    """
    return _UNNAMED.sub("_", camera)
