"""Every problem of a job at once: each check by itself, with the fix that mends it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, List, Tuple

import pytest

from rb_dcc_core import images, models
from rb_dcc_core.account_facts import UNKNOWN, AccountFacts
from rb_dcc_core.checks import check, errors_of, fixed
from rb_dcc_core.disk_facts import NOT_LOOKED, DiskFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.estimate import SAME_SCENE, Estimate, Interval
from rb_dcc_core.fixes import SAVE
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Camera, Problem, SceneSnapshot
from rb_dcc_core.images import ExpectedImage
from rb_dcc_core.job import JobSettings
from rb_dcc_core.messages import Message
from rb_dcc_core.priority import PriorityFrames
from tests.support.scenes import OFFERED, asset, layer, scene

ENVIRONMENT = RenderEnvironment(2000, "2023", {"MtoA": "5.3.1"})
CAMERAS = (Camera("persp", "perspShape", False), Camera("cam", "camShape", False))


def found(
    snapshot: SceneSnapshot,
    settings: JobSettings = JobSettings(),  # noqa: B008 - frozen
    environment: RenderEnvironment = ENVIRONMENT,
    account: AccountFacts = UNKNOWN,
    disk: DiskFacts = NOT_LOOKED,
) -> List[Tuple[str, str, str]]:
    problems = check(snapshot, settings, environment, account, disk)
    return [(each.severity, each.code, each.message.text()) for each in problems]


def platform(kind: int, status: int = 1) -> AccountFacts:
    told = {"platform": 62, "type": kind, "status": status}
    return AccountFacts(platform=models.Platform.from_json(told))


def profile(**fields: Any) -> AccountFacts:
    return AccountFacts(profile=models.UserProfile.from_json(fields))


def test_what_a_layer_says_is_not_told_where_it_is_not_chosen(tmp_path: Path) -> None:
    of_night = Problem(WARNING, "state_set_as_saved", Message("Save it as Night first."), "state set: Night")
    snapshot = dataclasses.replace(
        scene(tmp_path / "a.ma"),
        layers=(layer(), layer(name="Night", node="state set: Night")),
        problems=(of_night,),
    )
    told = [
        [code for _, code, _ in found(snapshot, JobSettings(layers=names)) if code == "state_set_as_saved"]
        for names in ((), ("Night",), (layer().name,))
    ]
    assert told == [["state_set_as_saved"], ["state_set_as_saved"], []]


def test_a_good_job_has_no_problem(tmp_path: Path) -> None:
    account = AccountFacts(
        profile=models.UserProfile.from_json({"usdbalance": 10, "rmbbalance": 0, "downloadDisable": 0}),
        setting=models.UserSetting.from_json({"taskOverTime": 12, "downloadDisable": 0}),
        platform=platform(1).platform,
        offered=OFFERED,
        longest_frame_s=600,
    )
    assert found(scene(tmp_path / "a.ma"), JobSettings(), ENVIRONMENT, account) == []


def test_an_untitled_and_a_changed_scene_ask_the_host_to_save(tmp_path: Path) -> None:
    said = Problem(NOTICE, "scene_modified", Message("It has changes."))
    (changed,) = check(scene(tmp_path / "a.ma", problems=(said,)), JobSettings(), ENVIRONMENT)
    assert (changed.severity, changed.code, changed.fix and changed.fix.kind) == (
        WARNING,
        "scene_modified",
        SAVE,
    )
    (untitled,) = check(scene(tmp_path / "a.ma", scene=""), JobSettings(), ENVIRONMENT)
    assert (untitled.severity, untitled.code, untitled.fix and untitled.fix.kind) == (
        ERROR,
        "scene_untitled",
        SAVE,
    )
    settings = JobSettings(tiles=3)
    assert untitled.fix is not None
    assert fixed(settings, untitled.fix) is settings


def test_a_scene_without_a_camera_offers_its_only_own_one(tmp_path: Path) -> None:
    bare = scene(tmp_path / "a.ma", cameras=CAMERAS, layers=(layer(cameras=()),))
    (problem,) = check(bare, JobSettings(), ENVIRONMENT)
    assert (problem.severity, problem.code, problem.node) == (
        ERROR,
        "no_renderable_camera",
        "defaultRenderLayer",
    )
    assert problem.fix is not None
    assert problem.fix.label.text() == "Render cam"
    assert found(bare, fixed(JobSettings(), problem.fix)) == []


def test_a_reversed_range_is_offered_the_other_way_round(tmp_path: Path) -> None:
    said = Problem(
        ERROR, "frames_reversed", Message("{layer}: {last} {first}", layer="masterLayer", last="1", first="9")
    )
    odd = scene(tmp_path / "a.ma", layers=(layer(frames=None),), problems=(said,))
    (problem,) = check(odd, JobSettings(), ENVIRONMENT)
    assert problem.fix is not None
    assert problem.fix.label.text() == "Render 1-9"
    assert found(odd, fixed(JobSettings(), problem.fix)) == []
    assert found(odd, JobSettings(frames=FrameRange.parse("3"))) == []


def test_frames_that_nobody_tells_are_an_error(tmp_path: Path) -> None:
    assert found(scene(tmp_path / "a.ma", layers=(layer(frames=None),))) == [
        (
            "error",
            "frames_unknown",
            "The frames of the layer 'masterLayer' cannot be read from the scene. Give them with --frames.",
        )
    ]


def test_no_layer_is_one_error_and_an_unknown_name_another(tmp_path: Path) -> None:
    off = scene(tmp_path / "a.ma", layers=(layer(renderable=False),))
    (problem,) = check(off, JobSettings(), ENVIRONMENT)
    assert problem.code == "no_renderable_layer"
    assert problem.fix is not None
    assert found(off, fixed(JobSettings(), problem.fix)) == []
    assert found(off, JobSettings(cameras=("nope",))) == [
        ("error", "unknown_name", "The scene has no camera 'nope'. It has: persp, shot_cam, rig:left.")
    ]


def test_a_movie_is_refused_once(tmp_path: Path) -> None:
    movie = (layer(image_format="AVI"),)
    told = Problem(ERROR, "movie_format", Message("A movie."))
    refused = (
        "The layer 'masterLayer' writes a movie (AVI). A farm renders single images: choose an image format."
    )
    assert found(scene(tmp_path / "a.ma", layers=movie)) == [("error", "movie_format", refused)]
    assert found(scene(tmp_path / "a.ma", layers=movie, problems=(told,))) == [
        ("error", "movie_format", refused)
    ]


def test_missing_files_are_told_once_each(tmp_path: Path) -> None:
    gone = asset("/t/gone.png", exists=False)
    assert found(scene(tmp_path / "a.ma", gone, gone, asset("/t/there.png"))) == [
        ("warning", "file_missing", "/t/gone.png is missing.")
    ]
    told = Problem(WARNING, "file_missing", Message("{path} not found.", path="/t/gone.png"), "file1")
    assert found(scene(tmp_path / "a.ma", gone, problems=(told,))) == [
        ("warning", "file_missing", "/t/gone.png not found.")
    ]


@pytest.mark.parametrize(
    ("environment", "offered", "severity", "code"),
    [
        (RenderEnvironment(2000, "2016", {"MtoA": "5.3.1"}), OFFERED, "error", "release_not_on_farm"),
        (RenderEnvironment(2000, "2023", {"MtoA": "5.3.0"}), OFFERED, "error", "plugin_withdrawn"),
        (RenderEnvironment(2000, "2023", {}), OFFERED, "error", "renderer_not_in_environment"),
        (RenderEnvironment(2000, "2023", {"MtoA": "5.3.4"}), OFFERED, "warning", "plugin_version_differs"),
        (RenderEnvironment(2000, "2023", {"MtoA": "4.2.0"}), OFFERED, "warning", "plugin_version_differs"),
        (RenderEnvironment(2000, "2024", {"MtoA": "5.4.0"}), OFFERED, "warning", "release_differs"),
        (RenderEnvironment(2000, "2023", {}), None, "warning", "renderer_not_in_environment"),
    ],
)
def test_what_the_farm_cannot_start_is_an_error_and_what_differs_a_warning(
    tmp_path: Path, environment: RenderEnvironment, offered: Any, severity: str, code: str
) -> None:
    problems = found(scene(tmp_path / "a.ma"), JobSettings(), environment, AccountFacts(offered=offered))
    assert (severity, code) in [(each[0], each[1]) for each in problems]


def test_a_renderer_that_the_farm_does_not_have_is_an_error(tmp_path: Path) -> None:
    vray = scene(tmp_path / "a.ma", plugins={"vrayformaya": "6.1"}, layers=(layer(renderer="vray"),))
    assert found(vray, JobSettings(), RenderEnvironment(2000, "2023"), AccountFacts(offered=OFFERED)) == [
        ("error", "renderer_not_on_farm", "The environment: no vrayformaya on the farm, 6.1 in the scene.")
    ]


def image(camera: str, name: str) -> ExpectedImage:
    return ExpectedImage(camera, None, name + ".", ".exr", 4)


def test_layers_and_cameras_that_overwrite_each_other_offer_a_folder(tmp_path: Path) -> None:
    two = (
        layer(image_prefix="x", images=(image("shot_cam", "x"),)),
        layer("fog", "rs_fog", image_prefix="x", images=(image("shot_cam", "X"),)),
    )
    made = scene(tmp_path / "a.ma", layers=two)
    (problem,) = check(made, JobSettings(), ENVIRONMENT)
    assert (problem.severity, problem.code) == (WARNING, "prefix_without_layer")
    assert problem.fix is not None
    assert problem.fix.label.text() == "Write to <RenderLayer>/x"
    assert found(made, fixed(JobSettings(), problem.fix)) == []
    assert found(made, JobSettings(layers=("fog",))) == []
    cameras = JobSettings(layers=("fog",), cameras=("persp", "shot_cam"), output_prefix="y")
    (clash,) = check(made, cameras, ENVIRONMENT)
    assert clash.code == "prefix_without_camera"
    assert clash.fix is not None
    assert found(made, fixed(cameras, clash.fix)) == []


def test_an_image_name_without_a_number_loses_frames(tmp_path: Path) -> None:
    one = layer(images=(ExpectedImage("shot_cam", None, "x", ".exr"),))
    assert [code for _, code, _ in found(scene(tmp_path / "a.ma", layers=(one,)))] == ["name_without_frame"]


def test_long_image_names_and_paths_are_told(tmp_path: Path) -> None:
    long = layer(images=(image("shot_cam", "x" * 260),))
    (problem,) = check(scene(tmp_path / "a.ma", layers=(long,)), JobSettings(), ENVIRONMENT)
    assert (problem.severity, problem.code) == (ERROR, "output_too_long")
    assert problem.fix is not None
    assert [c for _, c, _ in found(scene(tmp_path / "a.ma", asset("/t/" + "y" * 260)))] == ["path_too_long"]


@pytest.mark.parametrize(("system", "severity"), [(0, "warning"), (1, "notice")])
def test_letters_beyond_ascii_are_minded_where_the_farm_minds(
    tmp_path: Path, system: int, severity: str
) -> None:
    environment = dataclasses.replace(ENVIRONMENT, os_name=system)
    problems = found(scene(tmp_path / "a.ma", asset("/t/木.png")), JobSettings(), environment)
    assert [each[0] for each in problems] == [severity]


def test_a_still_platform_and_many_frames_do_not_go_together(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma")
    (problem,) = check(made, JobSettings(), ENVIRONMENT, platform(2))
    assert (problem.severity, problem.code) == (WARNING, "still_with_many_frames")
    assert problem.fix is not None
    assert found(made, fixed(JobSettings(), problem.fix), ENVIRONMENT, platform(2)) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (0, [("error", "platform_closed")]),
        (1, []),
        (2, [("notice", "platform_busy")]),
        (3, [("warning", "platform_full")]),
    ],
)
def test_a_platform_that_is_closed_stops_and_a_full_one_waits(
    tmp_path: Path, status: int, told: List[Tuple[str, str]]
) -> None:
    problems = found(scene(tmp_path / "a.ma"), JobSettings(), ENVIRONMENT, platform(1, status))
    assert [(severity, code) for severity, code, _ in problems] == told


@pytest.mark.parametrize(
    ("device", "renderer", "kind", "told"),
    [
        (images.GPU, "arnold", 1, [("error", "gpu_on_cpu_platform")]),
        (None, "redshift", 1, [("warning", "gpu_on_cpu_platform")]),
        (images.CPU, "redshift", 1, []),
        (images.CPU_AND_GPU, "vray", 1, []),
        (images.GPU, "arnold", 0, []),
        (images.CPU, "arnold", 0, [("notice", "cpu_on_gpu_platform")]),
        (None, "arnold", 0, []),
    ],
)
def test_what_renders_on_graphics_cards_needs_a_platform_that_has_them(
    tmp_path: Path, device: Any, renderer: str, kind: int, told: List[Tuple[str, str]]
) -> None:
    one = scene(tmp_path / "a.ma", plugins={}, layers=(layer(device=device, renderer=renderer),))
    problems = found(one, JobSettings(), RenderEnvironment(2000, "2023"), platform(kind))
    assert [(s, c) for s, c, _ in problems if c.endswith("platform")] == told


@pytest.mark.parametrize(
    ("fields", "is_low"),
    [
        ({"usdbalance": 0, "rmbbalance": 0}, True),
        ({"usdbalance": -5, "rmbbalance": 0, "credit": 3, "coupon": 0}, False),
        ({"usdbalance": -5, "credit": 3}, True),
        ({"usdbalance": 0, "coupon": 1}, False),
        ({"usdbalance": 0, "hideBalance": 1}, False),
        ({"usdbalance": 0, "useMainBalance": 1}, False),
        ({}, False),
    ],
)
def test_an_account_with_nothing_left_is_warned(tmp_path: Path, fields: Any, is_low: bool) -> None:
    problems = found(scene(tmp_path / "a.ma"), JobSettings(), ENVIRONMENT, profile(**fields))
    assert [code for _, code, _ in problems] == (["balance_low"] if is_low else [])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"usdbalance": 100}, []),
        ({"usdbalance": 15}, [("notice", "balance_may_not_do")]),
        ({"usdbalance": 5}, [("warning", "balance_below_estimate")]),
        ({"usdbalance": 5, "coupon": 30}, []),
        ({"usdbalance": 5, "hideBalance": 1}, []),
        ({"usdbalance": 5, "hideJobCharge": 1}, []),
        ({"usdbalance": 0}, [("warning", "balance_low")]),
        ({}, []),
    ],
)
def test_a_balance_below_the_estimate_is_told_before(
    tmp_path: Path, fields: Any, told: List[Tuple[str, str]]
) -> None:
    price = Estimate(Interval(8.0, 10.0, 20.0), Interval(60.0, 90.0, 120.0), SAME_SCENE, 3, 72)
    account = dataclasses.replace(profile(**fields), estimate=price)
    problems = found(scene(tmp_path / "a.ma"), JobSettings(), ENVIRONMENT, account)
    assert [(s, c) for s, c, _ in problems if c.startswith("balance")] == told


def test_downloads_that_are_forbidden_are_told(tmp_path: Path) -> None:
    setting = AccountFacts(setting=models.UserSetting.from_json({"downloadDisable": 1}))
    for account in (profile(downloadDisable=1), setting):
        problems = found(scene(tmp_path / "a.ma"), JobSettings(), ENVIRONMENT, account)
        assert [code for _, code, _ in problems] == ["download_disabled"]


def test_time_outs_shorter_than_the_last_jobs_frames_are_lengthened(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma")
    account = AccountFacts(setting=models.UserSetting.from_json({"taskOverTime": 1}), longest_frame_s=4000)
    settings = JobSettings(frame_timeout_s=3600, task_timeout_s=3600)
    problems = check(made, settings, ENVIRONMENT, account)
    assert [problem.code for problem in problems] == [
        "frame_timeout_short",
        "task_timeout_short",
        "account_timeout_short",
    ]
    for problem in problems[:2]:
        assert problem.fix is not None
        settings = fixed(settings, problem.fix)
    assert (settings.frame_timeout_s, settings.task_timeout_s) == (8000, 0)


def test_priority_frames_outside_the_range_are_told(tmp_path: Path) -> None:
    settings = JobSettings(priority_frames=PriorityFrames.parse("50-60"))
    (problem,) = check(scene(tmp_path / "a.ma"), settings, ENVIRONMENT)
    assert (problem.severity, problem.code) == (WARNING, "priority_not_rendered")


def test_a_scene_in_no_project_and_machines_nobody_has_are_told(tmp_path: Path) -> None:
    assert [c for _, c, _ in found(scene(tmp_path / "a.ma", project=None))] == ["project_missing"]
    account = AccountFacts(hardware=(models.Hardware.from_json({"id": 3}),))
    settings = JobSettings(hardware_config_ids=(3, 9))
    (problem,) = check(scene(tmp_path / "a.ma"), settings, ENVIRONMENT, account)
    assert problem.fix is not None
    assert fixed(settings, problem.fix).hardware_config_ids == (3,)


MACHINES = models.Hardware.list_from_json(
    [
        {"id": 301, "type": 1, "model": "Default", "gpuNum": None, "ram": "64GB"},
        {"id": 202, "type": 2, "model": "3090", "gpuNum": "2*GPU", "ram": "128GB"},
    ]
)


def test_machines_nobody_has_are_refused_with_those_there_are(tmp_path: Path) -> None:
    settings = JobSettings(hardware_config_ids=(202, 9))
    account = AccountFacts(hardware=MACHINES)
    assert found(scene(tmp_path / "a.ma"), settings, ENVIRONMENT, account) == [
        (
            "error",
            "hardware_unknown",
            "The farm has no machines 9. It has: 301 (Default, CPU, 64GB), 202 (3090, 2*GPU, 128GB).",
        )
    ]
    assert found(scene(tmp_path / "a.ma"), settings) == []


@pytest.mark.parametrize(
    ("device", "renderer", "ids", "told"),
    [
        (images.GPU, "arnold", (301,), [("error", "gpu_on_cpu_machines")]),
        (images.GPU, "arnold", (301, 202), [("error", "gpu_on_cpu_machines")]),
        (None, "redshift", (301,), [("warning", "gpu_on_cpu_machines")]),
        (images.GPU, "arnold", (202,), []),
        (images.CPU, "arnold", (202,), [("notice", "cpu_on_gpu_machines")]),
        (images.CPU, "arnold", (301, 202), []),
        (images.CPU, "arnold", (301,), []),
    ],
)
def test_the_machines_asked_for_count_more_than_their_platform(
    tmp_path: Path, device: Any, renderer: str, ids: Tuple[int, ...], told: List[Tuple[str, str]]
) -> None:
    one = scene(tmp_path / "a.ma", plugins={}, layers=(layer(device=device, renderer=renderer),))
    account = dataclasses.replace(platform(0), hardware=MACHINES)
    settings = JobSettings(hardware_config_ids=ids)
    problems = check(one, settings, RenderEnvironment(2000, "2023"), account)
    about = [each for each in problems if each.code.endswith(("_machines", "platform"))]
    assert [(each.severity, each.code) for each in about] == told
    assert [fixed(settings, each.fix).hardware_config_ids for each in about if each.fix] == [()] * len(told)


def test_machines_with_less_memory_than_asked_for_are_told(tmp_path: Path) -> None:
    account = AccountFacts(hardware=MACHINES)
    settings = JobSettings(hardware_config_ids=(301, 202), ram_gb=128)
    (problem,) = check(scene(tmp_path / "a.ma"), settings, ENVIRONMENT, account)
    assert (problem.severity, problem.code, problem.message.text()) == (
        WARNING,
        "machine_memory_low",
        "The job asks for 128 GB of memory; the machine 301 (Default, CPU, 64GB) has less.",
    )
    assert problem.fix is not None
    assert fixed(settings, problem.fix).ram_gb == 64
    for ids, memory in (((202,), 128), ((301, 202), 64), ((), 128)):
        asked = JobSettings(hardware_config_ids=ids, ram_gb=memory)
        assert found(scene(tmp_path / "a.ma"), asked, ENVIRONMENT, account) == []


def test_a_project_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma", project="/mnt/gone")
    assert found(made, disk=DiskFacts(has_project=False)) == [
        (
            "warning",
            "project_folder_missing",
            "The project folder /mnt/gone is not there, so that relative paths may not be found. Correct the project,"
            " or give its folder with --project.",
        )
    ]
    assert found(made, disk=DiskFacts(has_project=True)) == found(made) == []


@pytest.mark.parametrize(
    ("paths", "text"),
    [
        (("/a",), "/a cannot be read. Give yourself the right to read it."),
        (("/a", "/b"), "2 files cannot be read: /a, /b. Give yourself the right to read them."),
        (
            ("/a", "/b", "/c", "/d"),
            "4 files cannot be read, among them /a, /b, /c. Give yourself the right to read them.",
        ),
    ],
)
def test_files_that_may_not_be_read_stop_a_submission(
    tmp_path: Path, paths: Tuple[str, ...], text: str
) -> None:
    disk = DiskFacts(unreadable=paths)
    assert found(scene(tmp_path / "a.ma"), disk=disk) == [("error", "file_unreadable", text)]


def test_a_file_in_the_place_of_the_results_is_told(tmp_path: Path) -> None:
    settings = JobSettings(output_folder="/out")
    disk = DiskFacts(is_output_folder_usable=False)
    (problem,) = check(scene(tmp_path / "a.ma"), settings, ENVIRONMENT, UNKNOWN, disk)
    assert (problem.severity, problem.message.text()) == (
        WARNING,
        "The results cannot go to /out: a file stands there or in its path. Choose another folder.",
    )
    assert problem.fix is not None
    assert fixed(settings, problem.fix).output_folder == ""


def test_all_is_told_at_once_errors_first(tmp_path: Path) -> None:
    bad = scene(
        tmp_path / "a.ma",
        asset("/gone.png", exists=False),
        project=None,
        cameras=CAMERAS,
        layers=(layer(cameras=(), image_format="mov"),),
    )
    settings = JobSettings(tiles=4, frames_per_machine=2)
    problems = check(bad, settings, ENVIRONMENT, platform(1, 0))
    assert [(each.severity, each.code) for each in problems] == [
        ("error", "tiles_with_frames"),
        ("error", "no_renderable_camera"),
        ("error", "movie_format"),
        ("error", "platform_closed"),
        ("warning", "project_missing"),
        ("warning", "file_missing"),
    ]
    assert len(errors_of(problems)) == 4
