"""medclient: video consultations for medical practices."""

__version__ = "0.1.0"
