// Usage: node compile.mjs PYODIDE FOLDER PLACE beside|instead
// Pyodide's own Python compiles each .py file in FOLDER, which will be at PLACE, and puts the bytecode
// beside it or instead of it.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, folder, place, where] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
// Without columns, which only mark a part of a line in a traceback, bytecode is a fifth shorter.
const python = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
python.FS.mkdirTree("/folder");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/folder");
python.globals.set("place", place);
python.globals.set("instead", where === "instead");
python.runPython(`
import py_compile
from importlib.util import cache_from_source
from pathlib import Path

place = Path(place)
for path in list(Path("/folder").rglob("*.py")):
    py_compile.compile(
        str(path),
        cfile=str(path.with_suffix(".pyc")) if instead else cache_from_source(str(path)),
        dfile=str(place / path.relative_to("/folder")),  # a traceback names it
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if instead:
        path.unlink()
`);
