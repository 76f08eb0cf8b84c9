"""The gallery of mistakes: endpoints as people really get them wrong, and what they do."""
