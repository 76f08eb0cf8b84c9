"""Values in memory: what they consist of, copies of them, what differs, where they are kept."""
