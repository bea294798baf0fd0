"""Which node type a four-byte type id of a Maya binary file stands for, as far as Maya's own nodes go.

Plug-ins' nodes are not here: a file tells their ids itself, behind each plug-in it requires (since Maya 2016).
"""

from __future__ import annotations

import re
from typing import Dict, Mapping

_MAYA = """
XFRM transform  JOIN joint  DCAM camera  SRCA stereoRigCamera  LOCT locator  DLAT lookAt  LODG lodGroup
DMSH mesh  NCRV nurbsCurve  BCRV bezierCurve  NSRF nurbsSurface  SDSS subdiv  FLAT lattice  FBAS baseLattice
AMBL ambientLight  ARLT areaLight  DIRL directionalLight  POIT pointLight  SPTL spotLight  VOLL volumeLight
RGLB renderGlobals  RLTN resolution  RQUA renderQuality  RNDL renderLayer  RNLM renderLayerManager
HWRG hardwareRenderGlobals  HRRG hardwareRenderingGlobals  YHRD hwRenderGlobals  RDGL renderGlobalsList
RNPS renderPass  RPSS renderPassSet  RNTG renderTarget  PPST postProcessList  TIME time  SQMG sequenceManager
SQNC sequencer  SHOT shot  REFN reference  SCRP script  DEXP expression  UNKN unknown  UNKD unknownDag
UNKT unknownTransform  OBST objectSet  PRTN partition  CHAR character  DRTR cameraSet  DCAV cameraView
DPLM displayLayerManager  DSPL displayLayer  ANLR animLayer  RLLK lightLinker  LLST lightList  DEFL defaultLightList
DRUL defaultRenderUtilityList  DRNL defaultRenderingList  RDSL defaultShaderList  RDTL defaultTextureList
HYPR hyperGraphInfo  HYPL hyperLayout  DHPV hyperView  NTWK network  CONT container  DAGC dagContainer
RTFT file  PSDT psdFileTex  RTMV movie  DIPL imagePlane  AUDI audio  CCHF cacheFile  CTRK cacheBlend
DSKC diskCache  RECD record  RMTX mentalrayTexture  TBAK textureBakeSet  VBAK vertexBakeSet  COLP colorProfile
SHAD shadingEngine  DMTI materialInfo  RBLN blinn  RLAM lambert  RPHO phong  RPHE phongE  RANI anisotropic
RSSH surfaceShader  LYRS layeredShader  LYRT layeredTexture  RDSH displacementShader  RRPS rampShader
USBG useBackground  RFOG lightFog  ENVF environmentFog  RVSH volumeShader  OPFX opticalFX  ROPS oceanShader
RPL2 place2dTexture  RPLD place3dTexture  RPRJ projection  RTST stencil  RBUM bump2d  RBU3 bump3d  RTRA ramp
RTCH checker  RTGD grid  RTN3 noise  RT2F fractal  RTF3 solidFractal  RTCD cloud  RTCL cloth  RTMR marble
RTWD wood  RTWA water  RTOC ocean  RTRK rock  RTSN snow  RTGR granite  RTLE leather  RTMT mountain  RTV3 volumeNoise
REBL envBall  RECH envChrome  RECB envCube  RESK envSky  RESP envSphere  RSIN samplerInfo  RLIN lightInfo
RMCL remapColor  RMHS remapHsv  RMVL remapValue  RBL2 blendColors  RCL3 clamp  RCND condition  RCON contrast
RGAM gammaCorrect  RH2R hsvToRgb  RR2H rgbToHsv  RLUM luminance  RMDI multiplyDivide  RPMA plusMinusAverage
RRVS reverse  RRNG setRange  RVEC vectorProduct  DUNT unitConversion  CHCE choice  DDBT distanceBetween
DADL addDoubleLinear  DMDL multDoubleLinear  ABLW blendWeighted  APBL pairBlend  DTMU timeToUnitConversion
DUTM unitToTimeConversion  DMTM multMatrix  DAMX addMatrix  DWAM wtAddMatrix  FBFM fourByFourMatrix
PCTA animCurveTA  PCTL animCurveTL  PCTT animCurveTT  PCTU animCurveTU  PCUA animCurveUA  PCUL animCurveUL
PCUT animCurveUT  PCUU animCurveUU  CLPN animClip  CSCH clipScheduler  CLIP clipLibrary  CMAP characterMap
FSCL skinCluster  FBLS blendShape  FCLS cluster  FCLH clusterHandle  FMPT tweak  FPOS dagPose  FFFD ffd  FWIR wire
FWRP wrap  FNLD nonLinear  GPID groupId  GRPP groupParts  TGEO transformGeometry  TRAT transferAttributes
DECT deleteComponent  BLDT blindDataTemplate  PBCS blendColorSets  CRUS createUVSet  CRCS createColorSet
KHDL ikHandle  KEFF ikEffector  KSYS ikSystem  KSCS ikSCsolver  KRPS ikRPsolver  KSPS ikSplineSolver
KHIK hikSolver  KHIH hikHandle  DPAR parentConstraint  DPTC pointConstraint  DORC orientConstraint
DAMC aimConstraint  DSCC scaleConstraint  DPVC poleVectorConstraint  DGNC geometryConstraint  MPTH motionPath
PSPH polySphere  PCUB polyCube  PCYL polyCylinder  PCON polyCone  PMES polyPlane  PTOR polyTorus  PPYR polyPyramid
PPIP polyPipe  PPRI polyPrism  HELI polyHelix  PEXF polyExtrudeFace  PEXE polyExtrudeEdge  PBVL polyBevel
PUNI polyUnite  PSEP polySeparate  PTWK polyTweak  PTUV polyTweakUV  PSPR polySplitRing  PSPL polySplit
PSMF polySmoothFace  PSOE polySoftEdge  PNOR polyNormal  PMIR polyMirror  PRED polyReduce  PTRI polyTriangulate
PMVE polyMergeVert  PMEE polyMergeEdge  PDEE polyDelEdge  PAPP polyAppend  PBRE polyBridgeEdge  PCRE polyCreateFace
PLUV polyLayoutUV  PAUP polyAutoProj  PPLP polyPlanarProj  PCYP polyCylProj  PSPP polySphProj  PMUV polyMoveUV
PMSE polyMoveEdge  PCLO polyCloseBorder  PQUA polyQuad  PMAC polyMapCut  PMAS polyMapSew  PSEM polyMapSewMove
NCRC makeNurbCircle  NSPH makeNurbSphere  NPLN makeNurbPlane  NCUB makeNurbCube  NCYL makeNurbCylinder
NTES nurbsTessellate  NSKN loft  NRVL revolve  NEXR extrude  NSTN smoothTangentSrf  NCIN curveInfo  NSIN surfaceInfo
HSYS hairSystem  HCRV follicle  NSYS nucleus  NCLO nCloth  NPAR nParticle  NRGD nRigid  NCMP nComponent
DCON dynamicConstraint  PFHA pfxHair  PFTO pfxToon  YPAR particle  PCLD particleCloud  YEMI pointEmitter
YNST instancer  YDGL dynGlobals  YGRA gravityField  YTUR turbulenceField  YAIR airField  YRGD rigidBody
YSLV rigidSolver  FLUI fluidShape  FEMI fluidEmitter  STRK stroke  BRSH brush  SHGL shaderGlow  RNBX renderBox
RNSP renderSphere  RNCO renderCone  NGEI nodeGraphEditorInfo  SDML shapeEditorManager  PSDM poseInterpolatorManager
"""

# Ids that are numbers, seen in real files that do not name them behind their plug-in (before Maya 2016).
_PLUGINS: Dict[bytes, str] = {
    b"\x00\x00\x01\xfa": "VRaySettingsNode",
    b"\x00\x11\x5c\x00": "aiOptions",
    b"\x00\x11\x5c\x03": "aiAOVDriver",
    b"\x00\x11\x5c\x04": "aiAOVFilter",
}


def _table() -> Dict[bytes, str]:
    words = _MAYA.split()
    return {code.encode("ascii"): name for code, name in zip(words[::2], words[1::2])}


NODE_TYPES: Mapping[bytes, str] = {**_table(), **_PLUGINS}


def code_name(code: bytes) -> str:
    """A type id in words, for one that is not known: "ABCD" or "0x0011cac1"."""
    return code.decode("ascii") if _LETTERS.match(code) else "0x" + code.hex()


_LETTERS = re.compile(rb"\w{4}\Z")
