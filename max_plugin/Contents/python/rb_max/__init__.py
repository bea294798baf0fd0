"""The 3ds Max side: reads the open scene through pymxs and docks the panel in 3ds Max.

The adapter is not in this release. The package keeps its place, so that the layers' rules and the bundle's
layout hold for it from the first line; until then a scene is submitted from Maya or from the command line.
"""
