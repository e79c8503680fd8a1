"""What the practitioner asks of the patient's page in a call, with a real browser at the other end.

PRODUCT row "+ hold the insurance card into the camera" (sharp still), the fall-back ladder, "billing needs the facts".
"""

from collections.abc import Callable

from medclient.media import test_pattern
from medclient.protocol.messages import PictureSize
from medclient.session.events import StillState
from medclient.ui.main_window import Page
from tests.interop.conftest import Story
from tests.interop.patient import Patient
from tests.program.desktop import Desktop


def test_a_sharp_still_a_smaller_picture_and_sound_alone(in_call: Callable[[Story], None]) -> None:
    """Requirements: guide card."""

    def story(program: Desktop, patient: Patient) -> None:
        page = program.app.call_page
        picture = page.stage.remote
        assert program.sees_patient()

        program.ui(page.stillRequested.emit)
        program.until(picture.viewChanged, lambda: picture.has_still)
        still = program.ui(lambda: picture.frame)
        assert still is not None
        assert (still.width, still.height) == (1280, 720)
        code = test_pattern.read_bar_code(test_pattern.luma_of(still))
        assert code is not None, "every cell of the bar code is sharp"
        assert 0 < code <= 1000, "it is the patient's"
        assert program.wait_for(lambda call: call.still is None).chat == (), "it is no line of the chat"
        assert patient.page.locator("#chat-messages li").count() == 0
        program.ui(page.card.close)
        assert program.sees_patient()

        program.ui(lambda: page.pictureChosen.emit(PictureSize.SMALL))
        program.until_shown(lambda: 0 < picture.picture_size.width() <= 640)
        assert patient.sees_practitioner()
        program.ui(lambda: page.pictureChosen.emit(PictureSize.OFF))
        program.wait_for(lambda call: not call.remote_camera and not call.local_camera)
        patient.wait_body("data-remote-camera", "off")
        assert program.hears_patient()
        assert patient.hears_practitioner()

        program.ui(page.stillRequested.emit)
        program.wait_for(lambda call: call.still is not None and call.still.state is StillState.NO_CAMERA)

        program.ui(lambda: page.pictureChosen.emit(PictureSize.FULL))
        program.wait_for(lambda call: call.remote_camera and call.local_camera)
        assert program.sees_patient()
        assert patient.sees_practitioner()

        # What billing needs is kept, sealed, with the tick for the cover and its time.
        program.ui(lambda: page.coverConfirmed.emit(True))
        program.ui(page.stage.controls.hang_up.click)
        program.ui(page.stage.question.yes.click)
        program.wait_page(Page.SUMMARY)
        shown = program.app.window.history
        program.ui(program.app.window.summary.history.click)
        program.wait_page(Page.HISTORY)
        program.until(shown.listed, lambda: bool(shown.facts))
        (facts,) = program.ui(lambda: shown.facts)
        assert facts.patient_name == "Erika Beispiel"
        assert facts.consent_at is not None
        assert facts.started_at is not None
        assert facts.cover_at is not None
        assert facts.started_at < facts.cover_at <= facts.ended_at

    in_call(story)
