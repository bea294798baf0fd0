"""The card of everything else: machines, tiles, time-outs, label, folder, prefix, presets. Folded until it is wanted."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from rb_dcc_core.host import MAX
from rb_dcc_core.job import OS_LINUX, OS_WINDOWS, JobSettings
from rb_dcc_core.job_rules import LONGEST_LABEL, MOST_TILES
from rb_dcc_core.matching import SYSTEMS
from rb_dcc_core.max_outputs import FORMATS
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.steady import SteadyComboBox, SteadyDoubleSpinBox, SteadySpinBox
from rb_dcc_ui.wording import duration_words

from .frames_card import keep_text, keep_tick
from .job_presenter import JobPresenter
from .preset_presenter import PresetPresenter
from .scene_presenter import ScenePresenter

_HOUR_S = 3600
_DEFAULTS = JobSettings()
_NAMES: Dict[str, Message] = {
    "layers": Message("Layers"),
    "cameras": Message("Cameras"),
    "layer_cameras": Message("Cameras"),
    "frames": Message("Frames"),
    "layer_frames": Message("Frames"),
    "layer_sizes": Message("Size"),
    "layer_formats": Message("Format"),
    "priority_frames": Message("First frames"),
    "is_test_stop": Message("Pause"),
    "environment": Message("Environment"),
    "label": Message("Label"),
    "os_name": Message("System"),
    "ram_gb": Message("Memory"),
    "graphics_cards": Message("Graphics cards"),
    "frames_per_machine": Message("Frames per machine"),
    "frame_timeout_s": Message("Time-out of a frame"),
    "task_timeout_s": Message("Time-out of the task"),
    "reminder_s": Message("Reminder"),
    "task_per_camera": Message("A task for each camera"),
    "tiles": Message("Tiles"),
    "tiles_type": Message("Tiles as"),
    "output_folder": Message("Results go to"),
    "output_prefix": Message("Image names"),
    "output": Message("Image"),
    "image_format": Message("Format"),
}


class MoreCard(Card):
    """Every field shows the default beside it where it was changed."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        job: JobPresenter,
        presets: PresetPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("More"), "settings", parent=parent)
        self._language = language
        self._scene = scene
        self._job = job
        self._presets = presets
        self._fields: List[Callable[[JobSettings], None]] = []
        self._labels: Dict[str, QtWidgets.QWidget] = {}
        self._was: Dict[str, QtWidgets.QLabel] = {}
        self._max_rows: List[QtWidgets.QWidget] = []
        self._names = ElidedLabel(mode=QtCore.Qt.TextElideMode.ElideMiddle)
        self._names.setProperty("rbTone", "dim")
        self._grid = QtWidgets.QGridLayout()
        self._grid.setHorizontalSpacing(em(self, 0.6))
        self._grid.setVerticalSpacing(em(self, 0.3))
        self._grid.setColumnStretch(1, 1)
        self.content.addLayout(self._grid)
        self._build()
        self._build_presets()
        self.fold(True)
        self._stops = [
            job.listen(self._show),
            scene.listen(self._show),
            presets.listen(self._show_presets),
            language.listen(self._show),
        ]
        self._show()
        self._show_presets()

    # -- the fields ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._choice("ram_gb", Message("Machines of this size cost more."), ((64, "64 GB"), (128, "128 GB")))
        self._choice(
            "graphics_cards", Message("Only machines with graphics cards heed it."), ((1, "1"), (2, "2"))
        )
        systems = ((OS_WINDOWS, SYSTEMS[OS_WINDOWS]), (OS_LINUX, SYSTEMS[OS_LINUX]))
        self._choice("os_name", Message("Which machines render; it decides which environments fit."), systems)
        self._count(
            "frames_per_machine",
            Message("More than one saves the start of the program for short frames."),
            1000,
        )
        self._count("tiles", Message("One frame on several machines: for large stills."), MOST_TILES)
        kinds = (("block", Message("Blocks")), ("strip", Message("Strips")))
        self._choice("tiles_type", Message("How a frame is cut."), kinds)
        self._task_per_camera()
        self._hours(
            "frame_timeout_s", Message("A frame that takes longer is ended, so that it costs no more."), False
        )
        self._hours("task_timeout_s", Message("The whole task is ended after this time."), True)
        self._hours("reminder_s", Message("The farm tells you when the task takes longer."), True)
        self._text("label", Message("Tasks can be listed by it."), LONGEST_LABEL)
        self._folder()
        self._text("output_prefix", Message("Tokens: <Scene>, <RenderLayer>, <Camera>, <RenderPass>."), 255)
        self._grid.addWidget(self._names, self._grid.rowCount(), 1, 1, 2)
        first = self._grid.rowCount()
        self._text("output", Message("The image that the scene writes, for example D:/out/shot.exr."), 255)
        formats = (("", Message("as in the scene")), *((name, name) for name in FORMATS))
        self._choice("image_format", Message("The image's ending."), formats)
        for row in range(first, self._grid.rowCount()):
            for column in range(3):
                item = self._grid.itemAtPosition(row, column)
                widget = None if item is None else item.widget()
                self._max_rows.extend([] if widget is None else [widget])

    def _row(self, name: str, tip: Message, widget: QtWidgets.QWidget) -> None:
        row = self._grid.rowCount()
        label, was = QtWidgets.QLabel(), QtWidgets.QLabel()
        label.setProperty("rbTone", "dim")
        was.setProperty("rbTone", "dim")
        label.setBuddy(widget)
        self._language.bind(label, "setText", _NAMES[name])
        self._language.bind(widget, "setAccessibleName", _NAMES[name])
        self._language.bind(widget, "setToolTip", tip)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._grid.addWidget(was, row, 2)
        self._labels[name], self._was[name] = label, was

    def _choice(self, name: str, tip: Message, values: Tuple[Tuple[Any, Any], ...]) -> None:
        box = SteadyComboBox()
        box.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for place, (value, words) in enumerate(values):
            box.addItem(self._said(words), value)
            if isinstance(words, Message):
                self._language.listen(_retitle(self._language, box, place, words))
        box.activated.connect(lambda place=0: self._job.apply(**{name: box.itemData(place)}))
        self._row(name, tip, box)

        def show(settings: JobSettings) -> None:
            box.setCurrentIndex(box.findData(getattr(settings, name)))

        self._fields.append(show)

    def _count(self, name: str, tip: Message, most: int) -> None:
        box = SteadySpinBox()
        box.setRange(1, most)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value=0: self._set(name, value))
        self._row(name, tip, box)
        self._fields.append(lambda settings: _keep_value(box, getattr(settings, name)))

    def _hours(self, name: str, tip: Message, may_be_none: bool) -> None:
        box = _Hours()
        box.setRange(0.0 if may_be_none else 0.01, 30 * 24.0)
        box.setDecimals(2)
        box.setSingleStep(0.5)
        box.setKeyboardTracking(False)
        self._language.bind(box, "setSuffix", Message(" h"))
        if may_be_none:
            self._language.bind(box, "setSpecialValueText", Message("none"))
        box.valueChanged.connect(lambda value=0.0: self._set(name, round(value * _HOUR_S)))
        self._row(name, tip, box)
        self._fields.append(lambda settings: _keep_value(box, getattr(settings, name) / _HOUR_S))

    def _text(self, name: str, tip: Message, most: int) -> None:
        field = QtWidgets.QLineEdit()
        field.setMaxLength(most)
        field.setClearButtonEnabled(True)
        field.textEdited.connect(lambda text="": self._job.apply(**{name: text.strip()}))
        self._row(name, tip, field)
        self._fields.append(lambda settings: keep_text(field, getattr(settings, name)))

    def _task_per_camera(self) -> None:
        name = "task_per_camera"
        box = QtWidgets.QCheckBox()
        self._language.bind(box, "setText", _NAMES[name])
        tip = Message(
            "Each camera becomes a task of its own, to watch, pause, price and render again alone. They are submitted one after another."
        )
        self._language.bind(box, "setToolTip", tip)
        box.toggled.connect(lambda is_on=False: self._set(name, is_on))
        self._grid.addWidget(box, self._grid.rowCount(), 0, 1, 3)
        self._labels[name] = box

        def show(settings: JobSettings) -> None:
            keep_tick(box, settings.task_per_camera)
            snapshot = self._scene.snapshot
            is_max = snapshot is not None and snapshot.host == MAX
            box.setVisible(is_max or settings.task_per_camera or len(self._job.camera_names) > 1)

        self._fields.append(show)

    def _folder(self) -> None:
        field = QtWidgets.QLineEdit()
        field.setClearButtonEnabled(True)
        field.textEdited.connect(lambda text="": self._job.apply(output_folder=text.strip()))
        self._language.bind(field, "setAccessibleName", _NAMES["output_folder"])
        self._language.bind(field, "setToolTip", Message("On this computer; results are fetched there."))
        choose = IconButton(
            self._language,
            "folder",
            Message("Choose a folder"),
            Message("Where the pictures are fetched to."),
        )
        choose.clicked.connect(self._choose_folder)
        both = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.2))
        row.addWidget(field, 1)
        row.addWidget(choose)
        both.setFocusProxy(field)
        self._row("output_folder", Message("On this computer; results are fetched there."), both)
        self._fields.append(lambda settings: keep_text(field, settings.output_folder))

    def _choose_folder(self) -> None:
        title = self._language.say(Message("Choose a folder"))
        path = QtWidgets.QFileDialog.getExistingDirectory(self, title, self._job.settings.output_folder)
        if path:
            self._job.apply(output_folder=path)

    def _set(self, name: str, value: Any) -> None:
        if getattr(self._job.settings, name) != value:
            self._job.apply(**{name: value})

    # -- presets -------------------------------------------------------------------------------------------------

    def _build_presets(self) -> None:
        speak = self._language
        self._preset = SteadyComboBox()
        self._preset.setEditable(True)
        self._preset.setInsertPolicy(QtWidgets.QComboBox.InsertPolicy.NoInsert)
        self._preset.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        speak.bind(self._preset, "setAccessibleName", Message("Preset"))
        speak.bind(self._preset, "setToolTip", Message("Choose one to use it, or write a new name and save."))
        self._preset.activated.connect(self._use_preset)
        save = IconButton(
            speak,
            "add",
            Message("Save as preset"),
            Message("Keeps the settings under this name, for any scene."),
        )
        save.clicked.connect(self._save_preset)
        delete = IconButton(
            speak, "delete", Message("Delete preset"), Message("The settings of this job stay.")
        )
        delete.clicked.connect(self._delete_preset)
        self._reset = TextButton(
            speak, Message("Reset"), Message("Everything as the scene and the defaults say.")
        )
        self._reset.clicked.connect(self._job.reset)
        title = QtWidgets.QLabel()
        title.setProperty("rbTone", "dim")
        speak.bind(title, "setText", Message("Preset"))
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.3))
        row.addWidget(title)
        row.addWidget(self._preset, 1)
        for widget in (save, delete, self._reset):
            row.addWidget(widget)
        self.content.addSpacing(em(self, 0.3))
        self.content.addLayout(row)

    def _show_presets(self) -> None:
        shown = self._preset.currentText()
        self._preset.clear()
        self._preset.addItems(list(self._presets.names))
        self._preset.setCurrentIndex(self._preset.findText(shown))
        self._preset.setEditText(shown)

    def _use_preset(self, place: int) -> None:
        self._presets.use(self._preset.itemText(place))

    def _save_preset(self) -> None:
        if self._preset.currentText().strip():
            self._presets.save(self._preset.currentText())

    def _delete_preset(self) -> None:
        name = self._preset.currentText().strip()
        if name in self._presets.names:
            self._preset.setEditText("")
            self._presets.delete(name)

    # -- what is shown -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        settings = self._job.settings
        self.setVisible(self._scene.snapshot is not None)
        for show in self._fields:
            show(settings)
        changed = self._job.changed_settings
        for name, label in self._labels.items():
            is_changed = name in changed
            font = label.font()
            if font.bold() != is_changed:
                font.setBold(is_changed)
                label.setFont(font)
            if name in self._was:
                self._was[name].setText(self._default(name) if is_changed else "")
        is_max = self._scene.snapshot is not None and self._scene.snapshot.host == MAX
        for widget in self._max_rows:
            widget.setVisible(is_max)
        names = self._job.evaluation.names
        self._names.setText("images/" + names[0] + (" …" if len(names) > 1 else "") if names else "")
        self._names.setVisible(bool(names))
        shown = list(dict.fromkeys(self._language.say(_NAMES[name]) for name in changed if name in _NAMES))
        self.summary.setText(
            self._language.say(Message("changed: {names}", names=self._language.listed(shown)))
            if shown
            else ""
        )
        self._reset.setEnabled(bool(changed))

    def _default(self, name: str) -> str:
        value = getattr(_DEFAULTS, name)
        if name.endswith("_s"):
            return self._language.say(duration_words(value)) if value else self._language.say(Message("none"))
        if name == "os_name":
            return SYSTEMS[value]
        return f"{value} GB" if name == "ram_gb" else str(value) if isinstance(value, int) else ""

    def _said(self, words: Any) -> str:
        return self._language.say(words) if isinstance(words, Message) else str(words)


def _keep_value(box: Any, value: Any) -> None:
    if abs(box.value() - value) > 1e-6:
        box.blockSignals(True)
        box.setValue(value)
        box.blockSignals(False)


def _retitle(language: Language, box: QtWidgets.QComboBox, place: int, words: Message) -> Callable[[], None]:
    return lambda: box.setItemText(place, language.say(words))


class _Hours(SteadyDoubleSpinBox):
    """Whole hours without a point behind them."""

    def textFromValue(self, value: float) -> str:
        return f"{value:g}"
