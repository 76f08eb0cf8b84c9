"""Files: read and written whole or not at all, and never over anything that is not ours."""
