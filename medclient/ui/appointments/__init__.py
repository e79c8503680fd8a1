"""The list of video appointments and what belongs to one of them."""
