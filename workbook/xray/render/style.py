"""Colours and fonts of the picture; a page's own text and background stay as they are."""

STATES = {  # white text on each has a contrast of at least 4.5
    "transient": "#5b6472",
    "pending": "#925500",
    "persistent": "#1c6e3f",
    "expired": "#0b6a80",
    "deleted": "#b3261e",
    "detached": "#6f3fb0",
}
MONO = "font-family:ui-monospace,Menlo,Consolas,monospace"
SMALL = "font-size:12px;line-height:1.45"
LINE = "rgba(128,128,128,.45)"
SHADE = "rgba(128,128,128,.13)"
MARK = "rgba(255,190,0,.28)"
WRAP = "overflow-wrap:break-word"  # a long word stays in its place
BAD = "rgba(200,30,30,.18)"
CELL = f"text-align:left;vertical-align:top;padding:5px 5px;border:0;border-top:1px solid {LINE}"
BOX = f"border:1px solid {LINE};padding:2px 4px;margin:0 0 4px 0"
