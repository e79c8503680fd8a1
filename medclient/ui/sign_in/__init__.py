"""The pages before the list: first start and sign-in."""
