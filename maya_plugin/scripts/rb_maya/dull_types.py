"""Node types that nothing here reads: the bulk of a scene, passed over unread."""

from __future__ import annotations

# Types whose attributes nothing here reads; their arrays are the bulk of a scene and are never looked at.
_DULL = frozenset(
    (
        b"transform joint mesh nurbsCurve nurbsSurface bezierCurve lattice baseLattice subdiv "
        b"follicle nParticle groupId groupParts tweak skinCluster blendShape cluster objectSet "
        b"shadingEngine materialInfo bindPose dagPose displayLayer lightLinker "
        b"nodeGraphEditorInfo hyperGraphInfo hyperLayout hyperView trackInfoManager "
        b"place2dTexture ikHandle ikEffector locator pointConstraint orientConstraint "
        b"parentConstraint aimConstraint scaleConstraint poleVectorConstraint unitConversion "
        b"multiplyDivide plusMinusAverage lambert blinn phong phongE anisotropic surfaceShader "
        b"standardSurface openPBRSurface aiStandardSurface VRayMtl RedshiftMaterial RedshiftStandardMaterial "
        b"PxrSurface bump2d layeredTexture layeredShader ramp condition reverse blendColors gammaCorrect "
        b"samplerInfo remapValue remapColor remapHsv multDoubleLinear addDoubleLinear setRange clamp"
    ).split()
)
_DULL_PREFIXES = (b"animCurve", b"poly", b"deform")


def is_dull(kind: bytes) -> bool:
    return kind in _DULL or kind.startswith(_DULL_PREFIXES)
