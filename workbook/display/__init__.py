"""What every tool shows, and how: text, wrapped lines, coloured code, HTML, files written whole."""
