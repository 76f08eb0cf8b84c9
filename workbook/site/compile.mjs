// Usage: node compile.mjs PYODIDE FOLDER beside|instead
// Pyodide's own Python compiles each .py file in FOLDER, and puts the bytecode beside it or in its place.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, folder, where] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
// Columns are for the marks below a line of a traceback; where the line is not there, nobody sees them.
const env = where === "instead" ? { PYTHONNODEBUGRANGES: "1" } : {};
const python = await loadPyodide({ env });
python.FS.mkdirTree("/folder");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/folder");
python.globals.set("instead", where === "instead");
python.runPython(`
import py_compile
from importlib.util import cache_from_source
from pathlib import Path

for path in list(Path("/folder").rglob("*.py")):
    py_compile.compile(
        str(path),
        cfile=str(path.with_suffix(".pyc")) if instead else cache_from_source(str(path)),
        # A traceback names the place where the file will be.
        dfile="/lib/python3.14/site-packages/" + path.relative_to("/folder").as_posix(),
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if instead:
        path.unlink()
`);
