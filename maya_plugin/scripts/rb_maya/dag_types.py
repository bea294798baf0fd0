"""Node types that stand in the outliner on their own: a file does not say of a node without a parent whether it does."""

from __future__ import annotations

TRANSFORMS = frozenset(
    (
        *("transform", "joint", "lookAt", "lodGroup", "dagContainer", "place3dTexture", "stereoRigTransform"),
        *(
            "ikHandle",
            "ikEffector",
            "instancer",
            "unknownTransform",
            "assemblyReference",
            "assemblyDefinition",
        ),
        *("pointConstraint", "orientConstraint", "parentConstraint", "aimConstraint", "scaleConstraint"),
        *("poleVectorConstraint", "geometryConstraint", "normalConstraint", "tangentConstraint"),
        *("airField", "dragField", "gravityField", "newtonField", "radialField", "turbulenceField"),
        *(
            "uniformField",
            "vortexField",
            "volumeAxisField",
            "rigidConstraint",
            "xgmPalette",
            "xgmDescription",
        ),
    )
)
