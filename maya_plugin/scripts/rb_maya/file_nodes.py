"""Which attributes of which nodes name files, of what kind, and where a project keeps such files."""

from __future__ import annotations

from typing import Dict, NamedTuple, Tuple

SCENE = "scene"
REFERENCE = "reference"
TEXTURE = "texture"
SEQUENCE = "sequence"
CACHE = "cache"
ALEMBIC = "alembic"
GPU_CACHE = "gpu cache"
USD = "usd"
STANDIN = "standin"
VOLUME = "volume"
PROXY = "proxy"
VRSCENE = "vrscene"
IES = "ies"
AUDIO = "audio"
IMAGE_PLANE = "image plane"
OCIO = "ocio"
LUT = "lut"
XGEN = "xgen"
YETI = "yeti"
SUBSTANCE = "substance"
FILE = "file"

# The project's rules a relative path of a kind is looked up by, after the project's root.
RULES: Dict[str, Tuple[str, ...]] = {
    SCENE: ("scene", "mayaAscii", "mayaBinary"),
    REFERENCE: ("scene", "mayaAscii", "mayaBinary"),
    AUDIO: ("sound",),
    ALEMBIC: ("alembicCache",),
    GPU_CACHE: ("alembicCache",),
    CACHE: ("fileCache", "diskCache"),
    XGEN: ("scene",),
}
DEFAULT_RULES = ("sourceImages",)


class FileAttribute(NamedTuple):
    """`names` are every spelling a scene may store; a multi attribute is read whole, element by element."""

    node_type: str
    names: Tuple[str, ...]
    kind: str
    multi: bool = False


def _one(kind: str, *entries: str) -> Tuple[FileAttribute, ...]:
    """ "node.attr/short/other" entries of one kind."""
    found = []
    for entry in entries:
        node_type, _, names = entry.partition(".")
        found.append(FileAttribute(node_type, tuple(names.split("/")), kind))
    return tuple(found)


# Short names after the first "/" are as real scenes store them. Where none follows, plug-ins that are known
# name
# their attributes the same short and long (mtoa's nodes, Redshift, RenderMan), or the short name is not known
# [?].
FILE_ATTRIBUTES: Tuple[FileAttribute, ...] = (
    *_one(ALEMBIC, "AlembicNode.abc_File/fn", "ExocortexAlembicFile.fileName"),
    FileAttribute("AlembicNode", ("abc_layerFiles", "fns"), ALEMBIC),
    *_one(GPU_CACHE, "gpuCache.cacheFileName/cfn"),
    *_one(CACHE, "diskCache.cacheName/cn", "xgmSplineCache.fileName", "bifrostContainer.cacheDir"),
    *_one(AUDIO, "audio.filename/f", "MASH_Audio.filename"),
    *_one(
        TEXTURE, "movie.fileTextureName/ftn", "aiImage.filename", "VRayPtex.ptexFile", "svgToPoly.svgFilepath"
    ),
    *_one(TEXTURE, "RedshiftNormalMap.tex0", "RedshiftDomeLight.tex0", "RedshiftLightGobo.tex0"),
    *_one(TEXTURE, "RedshiftCameraMap.tex0", "RedshiftSprite.tex0", "RedshiftBokeh.dofBokehImage"),
    *_one(TEXTURE, "RedshiftDomeLight.tex1", "RedshiftLensDistortion.LDimage", "PxrTexture.filename"),
    *_one(TEXTURE, "PxrNormalMap.filename", "PxrBump.filename", "PxrPtexture.filename", "PxrGobo.map"),
    *_one(TEXTURE, *[f"PxrMultiTexture.filename{number}" for number in range(10)]),
    *_one(TEXTURE, "PxrDomeLight.lightColorMap", "PxrRectLight.lightColorMap", "aiSkyDomeLight.filename"),
    *_one(
        IES,
        "aiPhotometricLight.aiFilename/ai_filename",
        "VRayLightIESShape.iesFile",
        "RedshiftIESLight.profile",
    ),
    *_one(IES, "PxrRectLight.iesProfile", "PxrDiskLight.iesProfile", "PxrSphereLight.iesProfile"),
    *_one(VOLUME, "aiVolume.filename", "VRayVolumeGrid.inPath", "VRayVolumeGrid.inFile", "OpenVDBRead.file"),
    *_one(VOLUME, "RedshiftVolumeShape.fileName/fn"),
    *_one(
        PROXY,
        "VRayMesh.fileName2/fileName/fn2/fn",
        "RedshiftProxyMesh.fileName/fn",
        "RenderManArchive.filename",
    ),
    *_one(VRSCENE, "VRayScene.FilePath/fp"),
    *_one(LUT, "RedshiftPostEffects.lutFilename"),
    *_one(OCIO, "RedshiftPostEffects.clrMgmtOcioFilename"),
    *_one(
        USD,
        "mayaUsdProxyShape.filePath/fp",
        "AL_usdmaya_ProxyShape.filePath/fp",
        "pxrUsdProxyShape.filePath/fp",
    ),
    *_one(XGEN, "xgmPalette.xgFileName/xfn"),
    *_one(YETI, "pgYetiMaya.cacheFileName/cfn", "pgYetiMaya.cacheFile"),
    *_one(SUBSTANCE, "substanceNode.package/p", "substanceTextureNode.package/p"),
    *_one(REFERENCE, "assemblyDefinition.definition/def", "assemblyReference.definition/def"),
)
