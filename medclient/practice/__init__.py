"""The desktop's side of the practice service: sign-in, keyring, appointments, invitations."""
