"""Check a student's endpoint: the contract, and an X-ray that says what is wrong."""
