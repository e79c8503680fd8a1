"""The report is seen before it is saved."""

from pytestqt.qtbot import QtBot

from medclient.ui.report.dialog import ReportDialog
from tests.ui.scenes_support import a_report


def test_every_section_can_be_looked_at_before_saving(qtbot: QtBot) -> None:
    """Download a system report; what is in it is shown first.

    Requirements: guide 10.5.
    """
    dialog = ReportDialog()
    qtbot.addWidget(dialog)
    dialog.show_making()
    assert not dialog.save.isEnabled()
    report = a_report()
    dialog.show_report(report)
    dialog.show()
    assert not dialog.isModal(), "a call goes on behind it"
    seen = set()
    for row in range(dialog.sections.count()):
        dialog.sections.setCurrentRow(row)
        seen.add(dialog.preview.toPlainText())
    assert len(seen) >= len(report.sections) - 1
    assert "Gespräch vom" in "".join(seen)
    with qtbot.waitSignal(dialog.saveRequested):
        dialog.save.click()
    dialog.show_saved("report.zip")
    assert "report.zip" in dialog.notice.text
    dialog.show_failed()
    assert "nicht gespeichert" in dialog.notice.text
    dialog.show_making()
    assert dialog.report is None
