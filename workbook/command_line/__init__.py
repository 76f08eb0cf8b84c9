"""What all commands share: how they print, fail and end."""
