"""An object that an ORM keeps track of, and what changed in it, as text of one line."""

from collections.abc import Iterator

from workbook.xray.snapshot import ObjectState

NOTICED = "its session knows now that it has changed"
UNNOTICED = "changed within, which its session did not notice"


def object_as_text(label: str, before: object, after: ObjectState) -> str:
    """Return what is there, or what is different from before."""
    values = dict(after.values)
    whose = f" in {after.session}" if after.session else ""
    unnoticed = "".join(f"   ({key}: {UNNOTICED})" for key in after.unnoticed)
    if not isinstance(before, ObjectState):
        shown = "  ".join(
            f"{k}={v if v is not None else '(not loaded)'}" for k, v in values.items()
        )
        return f"{label} = {after.kind}  [{after.state}{whose}]  {shown}{unnoticed}"
    known = "".join(f"   ({key}: {NOTICED})" for key in _noticed(before, after))
    state = f"{before.state} → {after.state}" if before.state != after.state else ""
    state = f"  [{state}{whose}]".replace("[ ", "[") if state or whose else ""
    if after.state == "expired" and not any(v is not None for v in values.values()):
        return f"{label}{state}  every attribute forgotten"
    return f"{label}{state}  {'  '.join(_changed_values(before, after))}{unnoticed}{known}".rstrip()


def _noticed(before: ObjectState, after: ObjectState) -> Iterator[str]:
    """Yield the attributes of which the session knows now that they have changed."""
    old = dict(before.values)
    for key, value in after.values:
        if key in before.unnoticed and key not in after.unnoticed and old.get(key) == value:
            yield key


def differs_further_on(before: object, after: ObjectState, key: str) -> bool:
    """Tell whether a value is another one, though the text that is shown of it is not."""
    if not isinstance(before, ObjectState):
        return False
    old, new = dict(before.digests), dict(after.digests)
    is_same_text = dict(before.values).get(key) == dict(after.values).get(key)
    return is_same_text and key in old and key in new and old[key] != new[key]


def _changed_values(before: ObjectState, after: ObjectState) -> Iterator[str]:
    old = dict(before.values)
    for key, value in after.values:
        was = old.get(key)
        if value is None:
            continue
        if was != value:
            yield f"{key}: {was} → {value}" if was is not None else f"{key}={value}"
        elif differs_further_on(before, after, key):
            yield f"{key}: differs, further on than is shown"
    forgotten = [k for k, v in after.values if v is None and old.get(k) is not None]
    if forgotten:
        yield f"forgotten: {', '.join(forgotten)}"
