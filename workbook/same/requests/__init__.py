"""The requests that both apps get: what a step is, and how steps are made up."""
