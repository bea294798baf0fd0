"""Scenes of every make: whatever a scene holds and however 3ds Max answers, a snapshot comes and nothing is changed."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rb_dcc_core.frames import FrameRange
from rb_max.live_snapshot import take_snapshot
from tests.max_host.gathered import codes, gathered
from tests.support.fake_pymxs import scene as fake
from tests.support.fake_pymxs.runtime import KEEPERS
from tests.support.fake_pymxs.values import FRAMES, REFUSES, TICKS, TimeKind

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
CAMERAS = st.sampled_from(["Cam001", "Side", None])
FRAME = st.integers(-50, 500)
PATHS = st.sampled_from(
    [
        "",
        "D:\\tex\\a.png",
        "tex\\b.png",
        "\\\\srv\\share\\c.exr",
        "\\\\?\\D:\\long\\d.tif",
        "E:\\木\\e.<UDIM>.png",
        "f",
        "..\\g.jpg",
    ]
)
RENDERERS = st.sampled_from(
    [
        *(fake.SCANLINE, fake.ART, fake.ARNOLD, fake.CORONA, fake.REDSHIFT, fake.QUICKSILVER, fake.MISSING),
        *(fake.VRAY_3, fake.VRAY, fake.VRAY_7, fake.VRAY_GPU),
    ]
)
SETTINGS = st.dictionaries(
    st.sampled_from(
        [
            "gi_on",
            "adv_irradmap_mode",
            "adv_irradmap_loadFileName",
            "lightcache_mode",
            "output_on",
            "output_width",
        ]
    ),
    st.one_of(st.none(), st.booleans(), st.integers(-1, 9), PATHS),
)
KEPT = ["filename", "HDRIMapName", "source", "file", "Procedural", "VDBFile", "ies_file", "iesFile"]
VIEWS = st.builds(
    fake.View,
    name=NAMES,
    camera=CAMERAS,
    output=PATHS,
    overrides=st.booleans(),
    width=st.integers(0, 9000),
    start=FRAME,
    end=FRAME,
    preset=PATHS,
    scene_state=st.sampled_from(["", "Day"]),
)
SCENES = st.builds(
    fake.MaxScene,
    path=st.sampled_from(["", "D:\\shots\\shot.max", "\\\\srv\\a\\b.max", "D:\\镜头\\c.max"]),
    is_modified=st.booleans(),
    frame_rate=st.sampled_from([1, 24, 25, 30, 60]),
    current=FRAME,
    segment=st.tuples(FRAME, FRAME),
    time_type=st.integers(0, 5),
    span=st.tuples(FRAME, FRAME),
    nth=st.integers(-1, 20),
    pickup=st.one_of(st.sampled_from(["", "1,3,5-12", "9-5", "x"]), NAMES),
    output=PATHS,
    render_type=st.sampled_from(["view", "region", "crop"]),
    renderer=st.builds(lambda told, settings: fake.Renderer(*told, settings=settings), RENDERERS, SETTINGS),
    nodes=st.lists(
        st.builds(fake.Node, NAMES, st.just("Freecamera"), st.sampled_from(["camera", "helper"])), max_size=4
    ),
    views=st.lists(VIEWS, max_size=4),
    state_sets=st.lists(st.builds(fake.Set, NAMES, CAMERAS, FRAME, FRAME), max_size=3),
    scene_states=st.lists(NAMES, max_size=3),
    assets=st.lists(
        st.builds(
            fake.Asset,
            PATHS,
            st.sampled_from(["Bitmap", "XRef", "RenderOutput", "Other", "New"]),
            PATHS,
            st.booleans(),
        ),
        max_size=6,
    ),
    pipeline=st.sampled_from(["Unmanaged", "Gamma", "OCIO_Default", "OCIO_Custom", "OCIO_EnvVar", "", "New"]),
    ocio_config=st.one_of(PATHS, st.sampled_from(["ocio://default", "D:\\c\\config.ocio"])),
    keepers=st.dictionaries(
        st.sampled_from(KEEPERS),
        st.lists(st.dictionaries(st.sampled_from(KEPT), st.one_of(st.none(), PATHS)), max_size=2),
        max_size=3,
    ),
    xrefs=st.lists(
        st.builds(fake.XRef, PATHS, st.lists(st.builds(fake.XRef, PATHS), max_size=2)), max_size=2
    ),
    elements=st.lists(st.builds(fake.Element, NAMES, st.just("VRayAlpha"), PATHS, st.booleans()), max_size=3),
)
TIMES = st.builds(TimeKind, st.booleans(), st.sampled_from([FRAMES, REFUSES]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(scene=SCENES, year=st.integers(2021, 2027), is_object=st.booleans(), times=TIMES)
def test_any_scene_gives_a_snapshot(scene: Any, year: int, is_object: bool, times: TimeKind) -> None:
    taken = take_snapshot(gathered(scene, year=year, undefined_is_object=is_object, times=times))
    nodes = [layer.node for layer in taken.layers]
    assert nodes[0] == "scene"
    assert len(set(nodes)) == len(nodes)
    assert [layer.renderable for layer in taken.layers] == [True] + [False] * (len(nodes) - 1)
    for layer in taken.layers:
        if layer.frames is not None:
            assert len(FrameRange.parse(layer.frames)) > 0
        if layer.output is not None:
            assert "\\" not in layer.output
    if taken.layers[0].frames is None:
        assert {"frames_unknown", "frames_unusable", "frames_reversed"} & set(codes(taken))
    paths = [asset.path for asset in taken.assets]
    assert len(set(paths)) == len(paths)
    assert all("\\" not in path for path in paths)
    for problem in taken.problems:
        assert problem.message.text()


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(scene=SCENES, year=st.integers(2021, 2027))
def test_times_say_the_same_however_python_sees_them(scene: Any, year: int) -> None:
    kinds = [TimeKind(True, FRAMES), TimeKind(True, TICKS), TimeKind(False, FRAMES), TimeKind(False, REFUSES)]
    told = [gathered(scene, year=year, times=kind) for kind in kinds]
    assert all(each == told[0] for each in told)
