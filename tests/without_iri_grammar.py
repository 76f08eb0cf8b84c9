"""Spare each start of pytest a second: loaded by `addopts` before nbval and so before jsonschema.

jsonschema builds a grammar when it is imported, for the formats "iri" and "iri-reference", if it
finds the package. No notebook has such a field, so here it finds none.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
