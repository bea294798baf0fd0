"""Settings that a file may keep under names nobody has published: told where they may be among what it stores."""

from __future__ import annotations

from typing import Callable, Iterable, List

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message

from .attributes import table
from .frame_range import GLOBALS
from .renderers import vray
from .scene_graph import SceneGraph

# V-Ray's own attributes whose short names no source tells, and where its render settings show them (Chaos's help for
# V-Ray for Maya; its window is in English only [K]). A .ma or .mb stores attributes by short names, unless it is
# saved with long ones (Autodesk's file command, option v=1). A running Maya answers to the long ones.
_UNTOLD = {
    "fileNamePadding": "Common > Frame Padding",
    "dontSaveImage": "Common > Don't save image",
    "sys_distributed_rendering_on": "Settings > Distributed rendering",
    "mode": "GI > Light cache > Mode",
}
_SHOWN = 5

# What scenes of V-Ray 3 to 7 store, none of it one of the above: a file stores what differs from the default, so
# that one with these names alone has the defaults of the above.
_OTHERS = (
    "sver gi rfc pe se cmph csdu csdp cfile cfile2 casf casf2 st msr aafon aaft aafs smi sma sji tre sde sno "
    "snot sss dmi dma dmlt dmt dss dmig dmag dam dac fsd pms pt pmt pbs sd ss pfts ufg lcfnm asf lcasf urtrshd rtrshd "
    "lightCacheType icits imcp iminr imaxr isds itps itpfs icts ints idts idr ids ifile2 iasf iasf2 ddep ddel "
    "ddms dda pmfile pmfile2 pmasf pmasf2 dmcstd dmculs dmcsaa dmcsat dmcsams dmcssm cmtp cmdm cmbm cg cmab "
    "cmco cmcl cmsm cmao cmlw cmas cadap cadfd camon cammb camdur camic cabias camsd casef capps camgs caoet mtah "
    "rgbcs suv srflc srdml srgx srgy smth sltp seu gogd gogdh gobc gorvs gumsfp goldl golddl goldhl golds "
    "gologi gomrr gomld gommd gomdm gomfm gomg gomtml gomtc gomb gomsb gormio gocle gopl gopv gopvgs bmpm "
    "tfsm phsc neg aspr aspl productionGPUResizeTextures autolt pngc pngbpp jpegq tiffbpp animbo bkc vfbSA "
    "vfbSyncM stampText sRGBOn mSceneName"
)
_OTHER_NAMES = frozenset(_OTHERS.split())
_OTHER_PREFIXES = ("rt_", "imgOpt_")


def untold_settings(graph: SceneGraph, stored_names: Callable[[str], Iterable[str]]) -> List[Problem]:
    """For a scene's file; `stored_names` tells of a node which attributes it stores. None where the scene is not
    rendered with V-Ray, where every name is understood, or where the untold ones are stored by their long names."""
    node = graph.node(vray.SETTINGS)
    if node is None or graph.value(GLOBALS, "currentRenderer") != vray.VRay.name:
        return []
    strange = [name for name in stored_names(node) if not _is_understood(name)]
    names = [f"{label} ({name})" for name, label in _UNTOLD.items() if graph.stored(node, name) is None]
    if not names or not strange:
        return []
    text = Message(_DEFAULTS, node=node, stored=", ".join(strange[:_SHOWN]), names=", ".join(names))
    return [Problem(NOTICE, "settings_untold", text, node)]


def _is_understood(stored: str) -> bool:
    name = stored.partition(".")[0].partition("[")[0]
    if name in _OTHER_NAMES or name.startswith(_OTHER_PREFIXES):
        return True
    known = table("VRaySettingsNode")
    return name in known or any(name == entry.short for entry in known.values())


_DEFAULTS = (
    "{node}: the file stores settings under names that are not known ({stored}); these may be among them, and "
    "V-Ray's defaults are taken for them: {names}. Look at them in V-Ray's render settings. If you changed one, open "
    "the scene in Maya and submit from there, or save it with full attribute names (an option of Save Scene As)."
)
