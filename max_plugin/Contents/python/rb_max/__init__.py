"""The 3ds Max side: reads scenes from their files, without 3ds Max.

The adapter that reads the open scene through pymxs and docks the panel is not in this release; until then a scene is
submitted from the command line.
"""
