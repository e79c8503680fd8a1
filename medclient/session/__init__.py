"""The call: state machine, engine thread, signalling, peer connection, chat."""
