"""Tasks of `exercise/after_the_switch.py` with one mistake each."""
