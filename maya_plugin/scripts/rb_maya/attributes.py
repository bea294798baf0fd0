"""Long and short attribute names and Maya's own defaults, for the node types that are read.

Sources: Autodesk's node documentation, and for plug-in nodes the names that real scenes store. Where only one
spelling is known both columns hold it: a file that uses the other is then not understood at that attribute
[?].
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, NamedTuple, Tuple


class Attribute(NamedTuple):
    """`default` is what the node has where the file stores nothing; None where that is not known."""

    short: str
    default: Any = None


Table = Mapping[str, Attribute]

_RENDER_GLOBALS = {
    "currentRenderer": Attribute("ren", "mayaSoftware"),
    "animation": Attribute("an", False),
    "startFrame": Attribute("fs", 1),
    "endFrame": Attribute("ef", 10),
    "byFrameStep": Attribute("bfs", 1),
    "extensionPadding": Attribute("ep", 1),
    "imageFilePrefix": Attribute("ifp", ""),
    "imageFormat": Attribute("outf", 7),
    "imfPluginKey": Attribute("imfkey", ""),
    "outFormatControl": Attribute("ofc", 0),
    "outFormatExt": Attribute("ofe", ""),
    "putFrameBeforeExt": Attribute("pff", False),
    "renderVersion": Attribute("rv", ""),
    # Which long name these short ones belong to is general knowledge [K].
    "preMel": Attribute("pram", ""),
    "postMel": Attribute("poam", ""),
    "preRenderLayerMel": Attribute("prlm", ""),
    "postRenderLayerMel": Attribute("polm", ""),
    "preRenderMel": Attribute("prm", ""),
    "postRenderMel": Attribute("pom", ""),
}

TABLES: Dict[str, Table] = {
    "renderGlobals": _RENDER_GLOBALS,
    # 960 x 540 is the documented default of the node since Maya 2014; older scenes with the then default of
    # 640 x 480 store nothing either, and open in a newer Maya as 960 x 540 too. pixelAspect is documented as
    # 0, which Maya reads as 1; every scene seen stores 1.
    "resolution": {
        "width": Attribute("w", 960),
        "height": Attribute("h", 540),
        "pixelAspect": Attribute("pa", 1.0),
        "deviceAspectRatio": Attribute("dar", 1.7777777),
    },
    "time": {"outTime": Attribute("o", 1)},
    "colorManagementGlobals": {
        "cmEnabled": Attribute("cme", True),
        "configFileEnabled": Attribute("cfe", False),
        "configFilePath": Attribute("cfp", ""),
    },
    # The three orthographic default cameras store "rnd no"; persp and every new camera store nothing.
    "camera": {"renderable": Attribute("rnd", True), "orthographic": Attribute("o", False)},
    "renderLayer": {
        "renderable": Attribute("rndr", True),
        "global": Attribute("g", False),
        "identification": Attribute("rlid"),
        "displayOrder": Attribute("do", 0),
        "adjustments": Attribute("adjs"),
        "plug": Attribute("plg"),
        "value": Attribute("val"),
        "message": Attribute("msg"),
    },
    "renderLayerManager": {"renderLayerId": Attribute("rlmi"), "currentRenderLayer": Attribute("crl", 0)},
    "renderSetup": {"firstRenderLayer": Attribute("frl"), "lastRenderLayer": Attribute("lrl")},
    "renderSetupLayer": {
        "legacyRenderLayer": Attribute("lrl"),
        "message": Attribute("msg"),
        "next": Attribute("nxt"),
        "previous": Attribute("prv"),
        "listItems": Attribute("lit"),
    },
    "renderSetupOverride": {
        "attribute": Attribute("atr", ""),
        "attrValue": Attribute("atv"),
        "targetNodeName": Attribute("tgName", ""),
        "selfEnabled": Attribute("sen", True),
        "parentList": Attribute("pls"),
        "previous": Attribute("prv"),
        "multiply": Attribute("mul", 1.0),
        "offset": Attribute("ofs", 0.0),
    },
    "reference": {"fileNames": Attribute("fn"), "edits": Attribute("ed"), "message": Attribute("msg")},
    "file": {
        "fileTextureName": Attribute("ftn", ""),
        "useFrameExtension": Attribute("ufe", False),
        "uvTilingMode": Attribute("uvt", 0),
        "explicitUvTiles": Attribute("eut"),
        "explicitUvTileName": Attribute("eutn", ""),
    },
    "imagePlane": {
        "imageName": Attribute("imn", ""),
        "useFrameExtension": Attribute("ufe", False),
        "displayMode": Attribute("dm", 3),
        "type": Attribute("t", 0),
    },
    "cacheFile": {"cachePath": Attribute("cp", ""), "cacheName": Attribute("cn", "")},
    "aiAOV": {"name": Attribute("aovn", ""), "enabled": Attribute("aoven", True)},
    "aiOptions": {"aovMode": Attribute("aovMode", 1), "renderDevice": Attribute("render_device", 0)},
    "aiAOVDriver": {
        "aiTranslator": Attribute("ai_translator", "exr"),
        "outputMode": Attribute("output_mode", 2),
    },
    "aiStandIn": {"dso": Attribute("dso", ""), "useFrameExtension": Attribute("useFrameExtension", False)},
    "VRaySettingsNode": {
        "fileNamePrefix": Attribute("fnprx", ""),
        "imageFormatStr": Attribute("imgfs", ""),
        "width": Attribute("wi"),
        "height": Attribute("he"),
        "pixelAspect": Attribute("pxa"),
        "animType": Attribute("animtp"),
        "animFrames": Attribute("animFrames", ""),
        "relements_enableall": Attribute("relements_enableall", True),
    },
    "VRayRenderElement": {"enabled": Attribute("enabled", True)},
    "RedshiftOptions": {
        "imageFormat": Attribute("imageFormat", 1),
        "imageFilePrefix": Attribute("imageFilePrefix", ""),
        "aovGlobalEnableMode": Attribute("aovGlobalEnableMode", 1),
    },
    "RedshiftAOV": {"name": Attribute("name", ""), "enabled": Attribute("enabled", True)},
    "rmanGlobals": {"imageFileFormat": Attribute("imageFileFormat", "")},
}

# Which table a type is read by, where it is not its own: types derived from it, and the many override types.
_TABLE_OF = {
    "stereoRigCamera": "camera",
    "psdFileTex": "file",
    "VRayRenderElementSet": "VRayRenderElement",
    "absOverride": "renderSetupOverride",
    "relOverride": "renderSetupOverride",
    "absUniqueOverride": "renderSetupOverride",
    "relUniqueOverride": "renderSetupOverride",
    "collection": "renderSetupOverride",
    "renderSettingsCollection": "renderSetupOverride",
    "lightsCollection": "renderSetupOverride",
    "aovCollection": "renderSetupOverride",
    "renderSetupGroup": "renderSetupOverride",
    "group": "renderSetupOverride",
}

# What `ls(type=...)` gives beyond the type itself.
DERIVED: Dict[str, Tuple[str, ...]] = {
    "camera": ("stereoRigCamera",),
    "file": ("psdFileTex",),
}

# Nodes that Maya makes itself; a scene only selects them.
DEFAULT_NODES: Dict[str, str] = {
    "defaultRenderGlobals": "renderGlobals",
    "defaultResolution": "resolution",
    "defaultRenderQuality": "renderQuality",
    "defaultColorMgtGlobals": "colorManagementGlobals",
    "hardwareRenderGlobals": "hardwareRenderGlobals",
    "hardwareRenderingGlobals": "hardwareRenderingGlobals",
    "time1": "time",
    "defaultRenderLayer": "renderLayer",
    "renderLayerManager": "renderLayerManager",
}


def table(type_name: str) -> Table:
    return TABLES.get(_TABLE_OF.get(type_name, type_name), {})


def spellings(type_name: str, attribute: str) -> Tuple[str, ...]:
    """The names a file may store an attribute under: "adjustments[0].value" -> also "adjs[0].val"."""
    known = table(type_name)
    parts = []
    for part in attribute.split("."):
        name, bracket, index = part.partition("[")
        entry = known.get(name)
        parts.append((entry.short if entry is not None else name) + bracket + index)
    short = ".".join(parts)
    return (attribute,) if short == attribute else (short, attribute)


def default(type_name: str, attribute: str) -> Any:
    """Maya's default; None where it is not known."""
    last = attribute.rpartition(".")[2].partition("[")[0]
    entry = table(type_name).get(last)
    return entry.default if entry is not None else None


def long_name(type_name: str, attribute: str) -> str:
    """The long name of an attribute given by either name; itself where it is not known."""
    known = table(type_name)
    if attribute in known:
        return attribute
    for long, entry in known.items():
        if entry.short == attribute:
            return long
    return attribute
