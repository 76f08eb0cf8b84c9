"""Of two long texts only what differs, and a little of what is around it."""

EXCERPT = 60  # characters that are shown of each
AROUND = 20


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Return of two long texts only what differs, and a little of what is around it."""
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    return _excerpt(old, start, same), _excerpt(new, start, same)


def _alike(old: str, new: str) -> int:
    """Return how many characters are the same at the beginning."""
    alike, end = 0, min(len(old), len(new))
    while alike < end:  # halve what is not known yet: a text may have millions of characters
        middle = (alike + end + 1) // 2
        if old[alike:middle] == new[alike:middle]:
            alike = middle
        else:
            end = middle - 1
    return alike


def _excerpt(text: str, start: int, same: int) -> str:
    begin, end = max(start - AROUND, 0), len(text) - max(same - AROUND, 0)
    if end - begin > 2 * EXCERPT:
        end = begin + 2 * EXCERPT
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return f"{before}{text[begin:end]}{after}"
