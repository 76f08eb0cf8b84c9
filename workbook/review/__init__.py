"""The whole change as a review: old beside new, with the reason for every difference."""
