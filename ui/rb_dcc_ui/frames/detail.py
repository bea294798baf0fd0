"""The chosen frame: its picture as large as there is room, how far it is, its log."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em, sized_font, theme_of
from rb_dcc_ui.widgets.buttons import IconButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.wording import duration_words

from .detail_presenter import DetailPresenter


class Picture(QtWidgets.QWidget):
    """A picture fitted into the room there is, or a sentence where there is none."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._image: Optional[QtGui.QImage] = None
        self._scaled: Optional[QtGui.QPixmap] = None
        self._text = ""
        self.setMinimumSize(em(self, 6), em(self, 4.5))
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)

    def show_image(self, image: Optional[QtGui.QImage], text: str) -> None:
        self._image = image if image is not None and not image.isNull() else None
        self._scaled = None
        self._text = text
        self.update()

    @property
    def has_image(self) -> bool:
        return self._image is not None

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self._scaled = None
        super().resizeEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter, theme = QtGui.QPainter(self), theme_of(self)
        painter.fillRect(self.rect(), theme.field)
        if self._image is not None:
            if self._scaled is None:
                self._scaled = self._fitted(self._image)
            ratio = self._scaled.devicePixelRatio()
            left = (self.width() - int(self._scaled.width() / ratio)) // 2
            top = (self.height() - int(self._scaled.height() / ratio)) // 2
            painter.drawPixmap(left, top, self._scaled)
        elif self._text:
            painter.setPen(theme.dim)
            margin = em(self, 0.5)
            flags = int(QtCore.Qt.AlignmentFlag.AlignCenter) | int(QtCore.Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), flags, self._text)
        painter.end()

    def _fitted(self, image: QtGui.QImage) -> QtGui.QPixmap:
        """Smooth when made smaller; not more than twice as large as it is, where it is a small one."""
        ratio = self.devicePixelRatioF()
        room = QtCore.QSize(int(self.width() * ratio), int(self.height() * ratio))
        most = QtCore.QSize(image.width() * 2, image.height() * 2)
        made = image.scaled(
            room.boundedTo(most),
            QtCore.Qt.AspectRatioMode.KeepAspectRatio,
            QtCore.Qt.TransformationMode.SmoothTransformation,
        )
        fitted = QtGui.QPixmap.fromImage(made)
        fitted.setDevicePixelRatio(ratio)
        return fitted


class DetailView(QtWidgets.QWidget):
    """Shows what the presenter knows of the chosen frame."""

    def __init__(
        self, language: Language, presenter: DetailPresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self._shown: Optional[bytes] = None
        self.picture = Picture()
        self._progress = QtWidgets.QProgressBar()
        self._progress.setRange(0, 100)
        self._name = ElidedLabel()
        self._name.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        self._log_button = IconButton(
            language, "log", Message("Log"), Message("Shows what the renderer wrote about this frame."), True
        )
        self._log_button.setCheckable(True)
        self._log = QtWidgets.QPlainTextEdit()
        self._log.setReadOnly(True)
        self._log.setLineWrapMode(QtWidgets.QPlainTextEdit.LineWrapMode.WidgetWidth)
        even = QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.FixedFont)
        self._log.setFont(sized_font(even, self.font()))
        self._log.hide()
        language.bind(self._log, "setAccessibleName", Message("The frame's log"))
        language.bind(self._log, "setToolTip", Message("The renderer's own words say why a frame failed."))
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(em(self, 0.3))
        whole.addWidget(self.picture, 2)
        whole.addWidget(self._progress)
        below = QtWidgets.QHBoxLayout()
        below.addWidget(self._log_button)
        below.addWidget(self._name, 1)
        whole.addLayout(below)
        whole.addWidget(self._log, 3)
        self._log_button.toggled.connect(self._toggle_log)
        presenter.listen(self._show)
        language.listen(self._show)
        self._show()

    def open_log(self) -> None:
        """Unfold the frame's log, which is asked for then."""
        self._log_button.setChecked(True)

    def _toggle_log(self, is_open: bool) -> None:
        self._log.setVisible(is_open)
        if is_open:
            self._presenter.read_log()

    def _show(self) -> None:
        detail, say = self._presenter.detail, self._language.say
        self._log_button.setVisible(self._presenter.has_logs and detail is not None)
        self._name.setVisible(detail is not None)
        self._name.setText(say(Message("Frame {name}", name=self._presenter.name)))
        if detail is None:
            self._shown = None
            self.picture.show_image(None, say(Message("The pictures of its frames are seen here.")))
            self._progress.hide()
            self._log.clear()
            return
        if detail.picture is None:
            self._shown = None
            waits = Message("Fetching the picture …") if self._presenter.is_loading else Message("")
            self.picture.show_image(None, say(detail.words or waits))
        elif detail.picture is not self._shown:
            self._shown = detail.picture
            image = QtGui.QImage.fromData(detail.picture)
            self.picture.show_image(image, say(Message("This picture cannot be shown.")))
        self._show_progress(detail.percent, detail.estimate_s)
        self._show_log(detail.log)

    def _show_progress(self, percent: Optional[float], estimate_s: Optional[int]) -> None:
        self._progress.setVisible(percent is not None)
        if percent is not None:
            self._progress.setValue(int(percent))
            left = Message("{percent} %, {left} left", percent=int(percent), left=duration_words(estimate_s))
            self._progress.setFormat(self._language.say(left))

    def _show_log(self, log: Optional[str]) -> None:
        if log is None:
            self._log.clear()
            if self._log_button.isChecked():
                self._presenter.read_log()
        elif self._log.toPlainText() != log:
            self._log.setPlainText(log or self._language.say(Message("The log is empty.")))
