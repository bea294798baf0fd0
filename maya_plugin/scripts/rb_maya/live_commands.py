"""The commands of `maya.cmds` that reading a scene needs, call by call: none of them changes a scene.

Long flags only, and only those that the command tables of Maya 2022 to 2027 share: `fullNodeName` of listAttr
and listConnections, `showFullPath` of referenceQuery and `noEvaluation` of getAttr came later than 2022.

Checked against maya-stubs wherever they are installed. types-maya, which knows the query and create modes too,
brings a package of the same name: installers/checkout/maya_modes.py holds it apart and checks every signature here
against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, overload

if TYPE_CHECKING:
    import maya.cmds
    from typing_extensions import Literal, Protocol

    Yes = Literal[True]
else:
    # Python 3.7 has it only in what is vendored, and this is imported before anybody can find that.
    Protocol = object

# What Maya's commands raise; their texts are in the artist's language and are never looked into.
HOST_ERRORS = (RuntimeError, TypeError, ValueError)


class Commands(Protocol):
    """`maya.cmds`, or what stands in for it. Each signature is one way a command is called, in its mode.

    The answers are Any: several commands answer None for an empty list.
    """

    def about(self, *, version: Yes) -> Any: ...

    def allNodeTypes(self) -> Any: ...

    def attributeQuery(self, __attribute: str, *, node: str, writable: Yes) -> Any: ...

    def currentUnit(self, *, query: Yes, time: Yes) -> Any: ...

    @overload
    def file(self, *, query: Yes, sceneName: Yes) -> Any: ...
    @overload
    def file(self, *, query: Yes, modified: Yes) -> Any: ...

    def fileInfo(self, *, query: Yes) -> Any: ...

    def getAttr(self, __plug: str, *, multiIndices: bool = ...) -> Any: ...

    def listAttr(self, *nodes: str, userDefined: bool = ..., usedAsFilename: Yes) -> Any: ...

    def listConnections(self, __plug: str, *, source: bool, destination: bool, plugs: Yes) -> Any: ...

    @overload
    def ls(self, __name: str, *, long: bool = ..., showType: bool = ...) -> Any: ...
    @overload
    def ls(self, *, type: str, long: bool = ..., showType: bool = ...) -> Any: ...
    @overload
    def ls(self, *, exactType: List[str], long: Yes, showType: Yes) -> Any: ...
    @overload
    def ls(self, *, referencedNodes: Yes, long: Yes) -> Any: ...

    def objExists(self, __name: str) -> Any: ...

    @overload
    def pluginInfo(self, *, query: Yes, pluginsInUse: Yes) -> Any: ...
    @overload
    def pluginInfo(self, *, query: Yes, listPlugins: Yes) -> Any: ...
    @overload
    def pluginInfo(self, __plugin: str, *, query: Yes, version: Yes) -> Any: ...

    @overload
    def referenceQuery(self, __node: str, *, filename: Yes, withoutCopyNumber: Yes) -> Any: ...
    @overload
    def referenceQuery(
        self, __node: str, *, filename: Yes, unresolvedName: Yes, withoutCopyNumber: Yes
    ) -> Any: ...
    @overload
    def referenceQuery(self, __node: str, *, isLoaded: Yes) -> Any: ...
    @overload
    def referenceQuery(self, __node: str, *, namespace: Yes) -> Any: ...
    @overload
    def referenceQuery(self, __node: str, *, referenceNode: Yes, parent: Yes) -> Any: ...

    @overload
    def unknownPlugin(self, *, query: Yes, list: Yes) -> Any: ...
    @overload
    def unknownPlugin(self, __plugin: str, *, query: Yes, version: Yes) -> Any: ...

    @overload
    def workspace(self, *, query: Yes, rootDirectory: Yes) -> Any: ...
    @overload
    def workspace(self, *, query: Yes, fileRule: Yes) -> Any: ...


if TYPE_CHECKING:
    _maya_fits: Commands = maya.cmds
