"""What client and service share: message types, envelope, access link, key derivation. No I/O."""
