"""What is found: noise, differences, planted mistakes; and how it is told."""
