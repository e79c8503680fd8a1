"""The practice service: HTTP API, mailbox, database, access windows, patient page."""
