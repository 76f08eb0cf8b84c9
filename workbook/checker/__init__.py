"""Check a student's endpoint: the contract tests, and an X-ray that shows what is wrong."""
