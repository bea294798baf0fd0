"""Long and short attribute names and Maya's own defaults, for the node types that are read.

Sources: Autodesk's node documentation, and for plug-in nodes the names that real scenes store. Where only one
spelling is known both columns hold it: a file that uses the other is then not understood at that attribute
[?].
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Mapping, NamedTuple, Tuple

from .file_nodes import FILE_ATTRIBUTES, FILE_LISTS, FURTHER_NAMES


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
    "periodInExt": Attribute("peie", 1),
    "modifyExtension": Attribute("me", False),
    "startExtension": Attribute("se", 1.0),
    "byExtension": Attribute("be", 1.0),
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
    "script": {"scriptType": Attribute("st", 0)},
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
        "next": Attribute("nxt"),
        "listItems": Attribute("lit"),
        "selector": Attribute("sel"),
        "isolateSelected": Attribute("is", False),
        "localRender": Attribute("local", False),
    },
    # The type filter's default is Transforms.
    "simpleSelector": {
        "pattern": Attribute("pat", ""),
        "staticSelection": Attribute("ssl", ""),
        "typeFilter": Attribute("tf", 1),
        "customFilterValue": Attribute("cfv", ""),
        "input": Attribute("in", 0),
        "output": Attribute("out", 0),
        "collection": Attribute("c"),
    },
    "arnoldAOVChildSelector": {"arnoldAOVNodeName": Attribute("ann", ""), "input": Attribute("in", 0)},
    # What Maya puts before an attribute while a Render Setup layer is visible.
    "applyOverride": {"original": Attribute("ori"), "value": Attribute("val"), "out": Attribute("o")},
    "unitConversion": {"input": Attribute("i"), "output": Attribute("o")},
    "stereoRigTransform": {
        "leftCam": Attribute("leftCam"),
        "rightCam": Attribute("rightCam"),
        "centerCam": Attribute("centerCam"),
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
    "aiAOV": {
        "name": Attribute("aovn", ""),
        "enabled": Attribute("aoven", True),
        "lightGroups": Attribute("lightGroups", False),
        "outputs": Attribute("out"),
        "driver": Attribute("drvr"),
    },
    "aiOptions": {
        "aovList": Attribute("aovs"),
        "aovMode": Attribute("aovm", 1),
        "renderType": Attribute("arnrt", 0),
        "renderDevice": Attribute("rndrdvc", 0),
        "abortOnLicenseFail": Attribute("abort_on_license_fail", False),
        "absoluteTexturePaths": Attribute("absolute_texture_paths", True),
        "texture_searchpath": Attribute("tspath", ""),
        "procedural_searchpath": Attribute("pspath", ""),
    },
    "aiAOVDriver": {
        "aiTranslator": Attribute("ai_translator", "exr"),
        "outputMode": Attribute("output_mode", 2),
        "mergeAOVs": Attribute("merge_AOVs", False),
        "prefix": Attribute("pre", ""),
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
        "relements_usereferenced": Attribute("relements_usereferenced", False),
        "relements_separateFolders": Attribute("relements_separateFolders", False),
        "fileNamePadding": Attribute("fileNamePadding", 4),
        # The short name is as other tools ask for it; no scene that stores it was seen.
        "fileNameRenderElementSeparator": Attribute("fnes", "."),
        "dontSaveImage": Attribute("dontSaveImage", False),
        "dontSaveRgbChannel": Attribute("dontSaveRgbChannel", False),
        "vfbOn": Attribute("vfbOn", False),
        "vrscene_on": Attribute("vrscon", False),
        "vrscene_render_on": Attribute("vrscron", True),
        "globopt_gi_dontRenderImage": Attribute("gogdri", False),
        # Stored by its long name in real scenes (V-Ray 3.6 and later).
        "productionEngine": Attribute("productionEngine", 0),
        "sys_distributed_rendering_on": Attribute("sys_distributed_rendering_on", False),
        "sys_distributed_rendering_ignore_batch": Attribute("sys_distributed_rendering_ignore_batch", False),
    },
    "VRayRenderElement": {"enabled": Attribute("enabled", True)},
    "RedshiftOptions": {
        "imageFormat": Attribute("imageFormat", 1),
        "imageFilePrefix": Attribute("imageFilePrefix", ""),
        "aovGlobalEnableMode": Attribute("aovGlobalEnableMode", 1),
        "exrForceMultilayer": Attribute("exrForceMultilayer", False),
        "abortOnLicenseFail": Attribute("abortOnLicenseFail", False),
    },
    "RedshiftAOV": {
        "name": Attribute("name", ""),
        "enabled": Attribute("enabled", True),
        "aovType": Attribute("aovType", ""),
        "filePrefix": Attribute("filePrefix", ""),
        "allLightGroups": Attribute("allLightGroups", False),
        "lightGroupList": Attribute("lightGroupList", ""),
    },
    "rmanGlobals": {
        "imageFileFormat": Attribute("imageFileFormat", ""),
        "imageOutputDir": Attribute("imageOutputDir", ""),
        "version": Attribute("version", 1),
        "take": Attribute("take", 1),
        "renderVariant": Attribute("renderVariant", "ris"),
    },
    "rmanDisplay": {"enable": Attribute("enable", True)},
}

# Attributes that name files have a table of their own.
_FILE_NAMES = [(entry.node_type, entry.long, entry.short, None) for entry in (*FILE_ATTRIBUTES, *FILE_LISTS)]
for _type, _long, _short, _default in (*_FILE_NAMES, *FURTHER_NAMES):
    TABLES[_type] = {_long: Attribute(_short, _default), **TABLES.get(_type, {})}

# What Maya puts before an attribute while a Render Setup layer is visible, to the default of its "original".
APPLY_OVERRIDES: Dict[str, Any] = {
    "applyAbsBoolOverride": False,
    "applyAbsEnumOverride": 0,
    "applyAbsFloatOverride": 0.0,
    "applyAbsIntOverride": 0,
    "applyAbsStringOverride": "",
    "applyRelFloatOverride": 0.0,
    "applyRelIntOverride": 0,
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
    "aovChildCollection": "renderSetupOverride",
    "lightsChildCollection": "renderSetupOverride",
    "renderSettingsChildCollection": "renderSetupOverride",
    "connectionOverride": "renderSetupOverride",
    "connectionUniqueOverride": "renderSetupOverride",
    "shaderOverride": "renderSetupOverride",
    "materialOverride": "renderSetupOverride",
    "timeToUnitConversion": "unitConversion",
    "unitToTimeConversion": "unitConversion",
    **dict.fromkeys(APPLY_OVERRIDES, "applyOverride"),
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


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4096)
def default(type_name: str, attribute: str) -> Any:
    """Maya's default; None where it is not known."""
    last = attribute.rpartition(".")[2].partition("[")[0]
    entry = table(type_name).get(last)
    return entry.default if entry is not None else None


def long_name(type_name: str, attribute: str) -> str:
    """The long name of an attribute given by either name, "eut[0].eutn" too; itself where it is not known."""
    known = table(type_name)
    if attribute in known:
        return attribute
    parts = (part.partition("[") for part in attribute.split("."))
    return ".".join(_long_part(known, name) + bracket + index for name, bracket, index in parts)


def is_known(type_name: str, attribute: str) -> bool:
    """Whether a type's table has an attribute, or each part of one, given by its long name."""
    known = table(type_name)
    return bool(known) and all(part.partition("[")[0] in known for part in attribute.split("."))


def _long_part(known: Table, name: str) -> str:
    if name in known:
        return name
    return next((long for long, entry in known.items() if entry.short == name), name)
