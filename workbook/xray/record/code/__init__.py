"""What is known of the code that runs: whose it is, for what it runs, how it is written."""
