"""For all tests: no screen, and a Chromium that takes files for its camera and microphone."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
