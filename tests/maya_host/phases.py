"""What an artist does with the product from one start of Maya to its end; each answers with what was seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List

if TYPE_CHECKING:
    from tests.support.isolated_maya import Artist


FAILED = 5


def look(artist: Artist) -> Dict[str, Any]:
    """A start and an end."""
    return {"menu": artist.menu, "plug_in": artist.maya.is_plugin_loaded}


def look_again(artist: Artist) -> Dict[str, Any]:
    """The panel stands where it was left, with no click."""
    artist.wait_for_start()
    artist.wait_for(lambda: artist.holder and artist.holder.panel and artist.holder.panel.page, "the panel")
    return {"menu": artist.menu, "panel": True}


def install(artist: Artist) -> Dict[str, Any]:
    """Drops the file of the unpacked zip."""
    commands = artist.maya.commands
    commands.answers = artist.settings.get("answers", [f"For Maya {artist.maya.folder.year}", "Done"])
    artist.maya.drop(Path(artist.settings["dropped"]))
    artist.maya.idle()
    artist.wait_for_start()
    shelf = [(button["label"], button["image"]) for button in commands.shelf_buttons]
    return {"menu": artist.menu, "boxes": commands.boxes, "version": version(artist), "shelf": shelf}


def open_without_ssl(artist: Artist) -> Dict[str, Any]:
    """Opens the panel by the first of the menu's entries, whatever its words are; waits for a sentence in its place."""
    artist.wait_for_start()
    artist.maya.click(artist.menu[0])
    artist.wait_for(lambda: "renderbus-opening" not in artist.threads, "the opening to end")
    artist.wait_for(lambda: len(shown(artist)) == 2, "the sentence and its button")
    return {"menu": artist.menu, "shown": shown(artist), "panel": artist.holder.panel is not None}


def shown(artist: Artist) -> List[str]:
    """The words that stand in the control while there is no panel."""
    from rb_dcc_ui.binding import QtWidgets

    found = artist.holder.findChildren(QtWidgets.QLabel) + artist.holder.findChildren(QtWidgets.QPushButton)
    return [each.text() for each in found if each.isVisibleTo(artist.holder)]


def submit(artist: Artist) -> Dict[str, Any]:
    """Opens the panel, sends the open scene, watches it to its end; ends Maya with the panel open."""
    artist.wait_for_start()
    artist.maya.click("Submit…")
    page = artist.panel_at("submit")
    artist.wait_for(page.footer.submit.isEnabled, "the scene to be read and checked")
    page.footer.submit.click()
    sent = page.presenter.submissions
    artist.wait_for(lambda: sent.rows and sent.rows[0].state == "done", "the task to be sent")
    task = watched_to_the_end(artist, sent.rows[0].task_id)
    return {"frames": task.total_frames, "done": task.done_frames, "failed": task.failed_frames}


def upgrade(artist: Artist) -> Dict[str, Any]:
    """Finds the panel where it was; drops the newer file, and goes on in it."""
    artist.wait_for_start()
    page = artist.panel_at("tasks")
    artist.wait_for(lambda: page.presenter.order, "the tasks")
    before = version(artist)
    commands = artist.maya.commands
    commands.answers = [f"For Maya {artist.maya.folder.year}"]
    artist.maya.drop(Path(artist.settings["dropped"]))
    artist.wait_for_start()
    again = artist.panel_at("tasks")
    artist.wait_for(lambda: again.presenter.order, "the tasks, in the newer version")
    assert again is not page
    return {"before": before, "after": version(artist), "boxes": commands.boxes, "menu": artist.menu}


def uninstall(artist: Artist) -> Dict[str, Any]:
    """By the menu, with the panel open."""
    artist.wait_for_start()
    artist.panel_at("tasks")
    found = {"version": version(artist), "versions": laid_in(artist.maya.folder.app)}
    commands = artist.maya.commands
    commands.answers = ["Remove", artist.settings.get("own_data", "Remove them too")]
    artist.maya.click("Uninstall…")
    assert artist.maya.is_plugin_loaded
    artist.wait_for(lambda: not commands.answers, "the plug-in and the data to go")
    assert not artist.maya.is_plugin_loaded
    return {**found, "boxes": commands.boxes, "menu": artist.menu}


def laid_in(app: Path) -> List[str]:
    """The versions that are there, each without its build."""
    folder = app / "modules" / "renderbus"
    inner = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [name.rpartition("-")[0] for name in inner]


def version(artist: Artist) -> str:
    """As the plug-in was registered; its own packages say the same."""
    import rb_dcc_core

    registered = artist.maya.api.plugins[-1][2]
    assert registered == rb_dcc_core.__version__
    return str(registered)


def watched_to_the_end(artist: Artist, task_id: int) -> Any:
    """The task, when every frame of it has come to its end in the panel; asked for more often than people need it."""
    from rb_dcc_core.statuses import FRAME_DONE, has_ended

    page = artist.panel_at("tasks")
    artist.holder.panel.services.watch.set_interval(0.5)
    page.select_task(task_id)

    def has_come_to_its_end() -> bool:
        task = page.presenter.tasks.get(task_id)
        return task is not None and has_ended(task.task_status)

    artist.wait_for(has_come_to_its_end, "the task's end")
    task = page.presenter.tasks[task_id]
    frames = page.frames.presenter
    artist.wait_for(
        lambda: frames.table.count(FRAME_DONE, FAILED) == task.total_frames, "the end of every frame"
    )
    return task
