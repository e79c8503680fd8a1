"""What the patient is given: an e-mail, a calendar entry, a sheet of paper, in the patient's language."""
