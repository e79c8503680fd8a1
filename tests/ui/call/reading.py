"""What a person could read on a widget, and press."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def visible_texts(widget: QWidget) -> str:
    """All labels and texts of buttons that can be seen, one a line."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    return "\n".join(text for text in (*labels, *buttons) if text)


def visible_buttons(widget: QWidget) -> list[QAbstractButton]:
    return [button for button in widget.findChildren(QAbstractButton) if button.isVisible()]
