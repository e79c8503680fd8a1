"""Practice and account: password, second factor, recovery code, sign-ins; for administrators the practice."""
