"""The call page: the people large, everything else over the lower edge or at the side."""

from medclient.ui.call.page import CallPage

__all__ = ["CallPage"]
