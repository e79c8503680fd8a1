"""The way out of this network: whether through a proxy, and how to sign in to it."""
