"""The kernel sets its options here."""
