"""Which attributes of which nodes name files, of what kind, and where a project keeps such files."""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Tuple

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
SCRIPT = "script"
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
    USD: ("scene",),
    SCRIPT: ("scripts",),
}
DEFAULT_RULES = ("sourceImages",)

# What a file is by its ending, where the attribute that names it tells nothing.
_ENDINGS: Dict[str, str] = {
    **dict.fromkeys(("abc",), ALEMBIC),
    **dict.fromkeys(("usd", "usda", "usdc", "usdz"), USD),
    **dict.fromkeys(("vdb", "fluid", "f3d", "aur"), VOLUME),
    **dict.fromkeys(("ass", "ass.gz"), STANDIN),
    **dict.fromkeys(("rs", "vrmesh", "rib", "rib.gz"), PROXY),
    **dict.fromkeys(("vrscene",), VRSCENE),
    **dict.fromkeys(("ies",), IES),
    **dict.fromkeys(("wav", "aif", "aiff", "mp3"), AUDIO),
    **dict.fromkeys(("spi1d", "spi3d", "cube", "3dl", "csp", "clf", "ctf", "lut"), LUT),
    **dict.fromkeys(("ocio", "ocioz"), OCIO),
    **dict.fromkeys(("xgen", "xuv"), XGEN),
    **dict.fromkeys(("fur",), YETI),
    **dict.fromkeys(("sbsar", "sbs"), SUBSTANCE),
    **dict.fromkeys(("py", "mel", "osl", "oso", "lua", "fx", "ogsfx", "cgfx", "se"), SCRIPT),
    **dict.fromkeys(("mc", "mcx", "mcc", "mcj", "pdc", "bif", "vrmap", "vrlmap"), CACHE),
    **dict.fromkeys(("ma", "mb"), REFERENCE),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "exr", "hdr", "tga", "bmp", "psd"), TEXTURE),
    **dict.fromkeys(("iff", "gif", "sgi", "rgb", "dds", "ptx", "ptex", "tx", "tex", "rstexbin"), TEXTURE),
}


def kind_by_ending(path: str, otherwise: str = FILE) -> str:
    name = path.rpartition("/")[2].lower()
    if name.endswith(".gz"):
        name = name[:-3]
    return _ENDINGS.get(name.rpartition(".")[2], otherwise)


class FileAttribute(NamedTuple):
    """`long` is the attribute's long name, `short` the other spelling a scene may store. `frames` is the
    attribute that makes its number a frame; a `folder` is sent with all that is in it; an `optional` file may be one
    that the renderer is yet to write."""

    node_type: str
    long: str
    short: str
    kind: str
    frames: str = ""
    folder: bool = False
    optional: bool = False


def _of(
    kind: str, *entries: str, frames: str = "", folder: bool = False, optional: bool = False
) -> Tuple[FileAttribute, ...]:
    """ "node.attribute/short" entries of one kind."""
    found = []
    for entry in entries:
        node_type, _, names = entry.partition(".")
        long, _, short = names.partition("/")
        found.append(FileAttribute(node_type, long, short or long, kind, frames, folder, optional))
    return tuple(found)


# Short names after the "/" are as real scenes store them. Where none follows, the plug-in names its attributes
# the same short and long (mtoa's nodes, Redshift, RenderMan), or the short name is not known [?].
# Not here, because more than the name decides: file, imagePlane, cacheFile, VRaySettingsNode, xgmPalette,
# assemblyDefinition's representations, pgYetiMaya, colorManagementGlobals, mesh, PxrOSL (file_sources).
FILE_ATTRIBUTES: Tuple[FileAttribute, ...] = (
    *_of(STANDIN, "aiStandIn.dso", "aiIncludeGraph.filename", frames="useFrameExtension"),
    *_of(ALEMBIC, "AlembicNode.abc_File/fn", "AlembicNode.abc_layerFiles/fns"),
    *_of(ALEMBIC, "ExocortexAlembicFile.fileName", "ExocortexAlembicXform.fileName"),
    *_of(GPU_CACHE, "gpuCache.cacheFileName/cfn"),
    *_of(CACHE, "diskCache.cacheName/cn", "xgmSplineCache.fileName"),
    *_of(CACHE, "bifrostContainer.cacheDir", "BifMeshImportNode.bifMeshDirectory", folder=True),
    *_of(AUDIO, "audio.filename/f", "MASH_Audio.filename"),
    *_of(TEXTURE, "movie.fileTextureName/ftn", frames="useFrameExtension"),
    *_of(TEXTURE, "svgToPoly.svgFilepath", "aiImage.filename", "aiSkyDomeLight.filename"),
    *_of(IES, "aiPhotometricLight.aiFilename/ai_filename", "aiPhotometricLight.filename"),
    *_of(FILE, "aiMaterialx.filename", "aiMaterialX.filename", "MaterialXSurfaceShader.filename"),
    *_of(VOLUME, "aiVolume.filename", frames="useFrameExtension"),
    *_of(TEXTURE, "VRayPtex.ptexFile"),
    *_of(PROXY, "VRayMesh.fileName2/fn2", "VRayMesh.fileName/fn", "VRayMeshMaterial.fileName"),
    *_of(FILE, "VRayMesh.materialAssignmentsFile", "VRayScene.parameterOverrideFilePath"),
    *_of(FILE, "VRayVRmatMtl.fileName", "VRayScannedMtl.file", "VRaySimbiont.file"),
    *_of(SCRIPT, "VRayMtlGLSL.fileName", "VRayTexGLSL.fileName", "VRayMtlMDL.filename"),
    *_of(SCRIPT, "VRayMtlOSL.fileName", "VRayTexOSL.fileName"),
    *_of(OCIO, "VRayTexOCIO.ocioConfigFile"),
    *_of(CACHE, "VRaySettingsNode.pmap_file/pmfile", "VRaySettingsNode.pmap_file2/pmfile2", optional=True),
    *_of(
        CACHE, "VRaySettingsNode.causticsFile/cfile", "VRaySettingsNode.causticsFile2/cfile2", optional=True
    ),
    *_of(
        CACHE, "VRaySettingsNode.imap_fileName2/ifile2", "VRaySettingsNode.lc_fileName/lcfnm", optional=True
    ),
    *_of(VRSCENE, "VRayScene.FilePath/fp"),
    *_of(VOLUME, "VRayVolumeGrid.inPath", "VRayVolumeGrid.inFile"),
    *_of(IES, "VRayLightIESShape.iesFile"),
    *_of(PROXY, "RedshiftProxyMesh.fileName/fn", frames="useFrameExtension"),
    *_of(VOLUME, "RedshiftVolumeShape.fileName/fn", frames="useFrameExtension"),
    *_of(TEXTURE, "RedshiftNormalMap.tex0", "RedshiftDomeLight.tex0", "RedshiftDomeLight.tex1"),
    *_of(TEXTURE, "RedshiftEnvironment.tex0", "RedshiftEnvironment.tex1", "RedshiftEnvironment.tex2"),
    *_of(TEXTURE, "RedshiftEnvironment.tex3", "RedshiftEnvironment.tex4", "RedshiftLightGobo.tex0"),
    *_of(TEXTURE, "RedshiftCameraMap.tex0", "RedshiftSprite.tex0", "RedshiftBokeh.dofBokehImage"),
    *_of(TEXTURE, "RedshiftLensDistortion.LDimage"),
    *_of(CACHE, "RedshiftOptions.irradianceCacheFilename", "RedshiftOptions.photonFilename", optional=True),
    *_of(CACHE, "RedshiftOptions.irradiancePointCloudFilename", optional=True),
    *_of(CACHE, "RedshiftOptions.subsurfaceScatteringFilename", optional=True),
    *_of(IES, "RedshiftIESLight.profile"),
    *_of(LUT, "RedshiftPostEffects.lutFilename"),
    *_of(OCIO, "RedshiftPostEffects.clrMgmtOcioFilename", "RedshiftOptions.clrMgmtOcioFilename"),
    *_of(TEXTURE, "PxrTexture.filename", "PxrNormalMap.filename", "PxrBump.filename", "PxrGobo.map"),
    *_of(TEXTURE, "PxrPtexture.filename", "PxrLayeredTexture.filename", "PxrCookieLightFilter.map"),
    *_of(TEXTURE, "PxrProjectionLayer.filename", "PxrPortalLight.domeColorMap", "PxrGoboLightFilter.map"),
    *_of(TEXTURE, "PxrLayeredTexture.maskTexture", "PxrVisualizer.matCap", "PxrStdEnvMapLight.rman__EnvMap"),
    *_of(TEXTURE, "PxrStdAreaLight.rman__EmissionMap", "PxrStdAreaLight.profileMap"),
    *_of(TEXTURE, "PxrStdAreaLight.barnDoorMap", "rmanImageFile.File", "RMSGeoLightBlocker.Map"),
    *_of(TEXTURE, *[f"PxrMultiTexture.filename{number}" for number in range(10)]),
    *_of(TEXTURE, "PxrDomeLight.lightColorMap", "PxrRectLight.lightColorMap"),
    *_of(IES, "PxrRectLight.iesProfile", "PxrDiskLight.iesProfile", "PxrSphereLight.iesProfile"),
    *_of(IES, "PxrDistantLight.iesProfile", "PxrCylinderLight.iesProfile", "PxrStdAreaLight.iesProfile"),
    *_of(VOLUME, "rmanTexture3d.File", "dlOpenVDBShape.filename"),
    *_of(CACHE, "RealflowMesh.Path"),
    *_of(SCRIPT, "PxrSeExpr.filename"),
    *_of(PROXY, "RenderManArchive.filename"),
    *_of(VOLUME, "OpenVDBRead.file", "OpenVDBRead.VdbFilePath"),
    *_of(USD, "mayaUsdProxyShape.filePath/fp", "AL_usdmaya_ProxyShape.filePath/fp"),
    *_of(USD, "pxrUsdProxyShape.filePath/fp", "pxrUsdReferenceAssembly.filePath/fp"),
    *_of(YETI, "pgYetiMaya.cacheFile", "pgYetiGroom.inputFile"),
    *_of(YETI, "pgYetiMaya.groomFileName", optional=True),
    *_of(ALEMBIC, "pgYetiMaya.liveABCFilename", optional=True),
    *_of(SUBSTANCE, "substanceNode.package/p", "substanceTextureNode.package/p"),
    *_of(REFERENCE, "assemblyDefinition.definition/def", "assemblyReference.definition/def"),
    *_of(SCRIPT, "dx11Shader.shader/shader", "GLSLShader.shader/shader", "cgfxShader.shader/s"),
)

# Lists of files: each of their elements is a path.
FILE_LISTS: Tuple[FileAttribute, ...] = (
    *_of(TEXTURE, "PxrProjectionLayer.channelsFilenames"),
    *_of(CACHE, "RealflowEmitter.Paths"),
)

# mtoa's, on a mesh that it renders a procedural for. Meshes are many: they are asked in scenes that need mtoa alone.
MESH_PROCEDURAL = FileAttribute("mesh", "dso", "dso", STANDIN)

# Names of attributes that file_sources asks for beside those above: node type, long name, short name, default.
FURTHER_NAMES: Tuple[Tuple[str, str, str, Any], ...] = (
    ("VRaySettingsNode", "imap_mode", "imode", 0),
    ("VRaySettingsNode", "imap_fileName", "ifile", ""),
    ("VRaySettingsNode", "mode", "mode", 0),  # the light cache's; its short name is not known [?]
    ("VRaySettingsNode", "fileName", "fnm", ""),
    ("xgmPalette", "xgFileName", "xfn", ""),
    ("pgYetiMaya", "cacheFileName", "cfn", ""),
    ("pgYetiMaya", "fileMode", "fileMode", None),  # the short names of these two are not known [?]
    ("pgYetiMaya", "imageSearchPath", "imageSearchPath", ""),
    ("assemblyDefinition", "representations", "rep", None),
    ("assemblyDefinition", "repData", "rda", ""),
    ("PxrOSL", "shadername", "shadername", ""),
)

# Every type that is asked for files.
FILE_TYPES: Tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *("file", "imagePlane", "cacheFile", "colorManagementGlobals"),
            *(entry.node_type for entry in (*FILE_ATTRIBUTES, *FILE_LISTS)),
            *(names[0] for names in FURTHER_NAMES),
        ]
    )
)
