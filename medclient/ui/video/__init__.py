"""Moving pictures on the screen: from `LatestFrame` to pixels, as cheaply as a processor without GPU can."""

from medclient.ui.video.magnified import MagnifiedVideo
from medclient.ui.video.widget import VideoWidget

__all__ = ["MagnifiedVideo", "VideoWidget"]
