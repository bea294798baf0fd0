"""The host-agnostic core: everything between a scene's snapshot and the finished pictures.

Importing this package loads nothing else; each module imports what it needs when it is first used,
so that a host's start-up pays nothing for it.
"""

__version__ = "0.1.0"
