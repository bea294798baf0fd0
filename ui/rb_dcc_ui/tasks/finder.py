"""The line above the list: search, filter, ask again."""

from __future__ import annotations

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton

from .presenter import FILTERS, TasksPresenter

_SEARCH_MS = 300


class Finder(QtWidgets.QWidget):
    """What is typed is searched for once the typing pauses."""

    def __init__(self, language: Language, presenter: TasksPresenter, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self.search = QtWidgets.QLineEdit()
        self.filter = QtWidgets.QComboBox()
        self.reload = IconButton(
            language, "refresh", Message("Ask again"), Message("Asks the farm for the list once more.")
        )
        self.reload.clicked.connect(presenter.reload)
        self._make_search()
        self._make_filter()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))
        row.addWidget(self.search, 1)
        row.addWidget(self.filter)
        row.addWidget(self.reload)

    def _make_search(self) -> None:
        field, speak = self.search, self._language
        field.setClearButtonEnabled(True)
        speak.bind(field, "setPlaceholderText", Message("Search"))
        speak.bind(field, "setAccessibleName", Message("Search tasks"))
        speak.bind(field, "setToolTip", Message("Finds tasks by scene, number, label or layer."))
        self._pause = QtCore.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_MS)
        self._pause.timeout.connect(lambda: self._presenter.choose(search=field.text()))
        field.textChanged.connect(lambda _: self._pause.start())

    def _make_filter(self) -> None:
        speak = self._language
        speak.bind(self.filter, "setAccessibleName", Message("Which tasks"))
        speak.bind(self.filter, "setToolTip", Message("Leaves out what you do not want to see now."))
        for name, words, _ in FILTERS:
            self.filter.addItem(speak.say(words), name)
        self.filter.activated.connect(lambda at: self._presenter.choose(filter_name=self.filter.itemData(at)))

    def clear(self) -> bool:
        """Lift whatever leaves tasks out; False where nothing did."""
        self.search.clear()
        self.filter.setCurrentIndex(0)
        self.stop()
        return self._presenter.choose("all", "")

    def speak(self) -> None:
        """In the language as it is now."""
        for at, (_, words, _) in enumerate(FILTERS):
            self.filter.setItemText(at, self._language.say(words))

    def stop(self) -> None:
        """Search for nothing that is still being typed."""
        self._pause.stop()
