// Usage: node compile.mjs PYODIDE FOLDER PLACE [PACKAGE…]
// Pyodide's own Python compiles each .py file in FOLDER, which will be at PLACE. Without packages, it
// puts the bytecode beside the file. With some, instead of it; these keep their documentation, which
// a reader may ask for.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, folder, place, ...documented] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
// Without columns, which only mark a part of a line in a traceback, bytecode is a fifth shorter.
const python = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
python.FS.mkdirTree("/folder");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/folder");
python.globals.set("place", place);
python.globals.set("documented", python.toPy(documented));
python.runPython(`
import ast
from importlib._bootstrap_external import _code_to_hash_pyc  # as py_compile does
from importlib.util import cache_from_source, source_hash
from pathlib import Path

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def compiled(source, name, keeps_documentation):
    tree = ast.parse(source, name)
    for node in () if keeps_documentation else ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False):
            node.body[0].value.value = ""
    code = compile(tree, name, "exec", dont_inherit=True)
    return bytes(_code_to_hash_pyc(code, source_hash(source), False))


for path in list(Path("/folder").rglob("*.py")):
    name = path.relative_to("/folder")
    target = path.with_suffix(".pyc") if documented else Path(cache_from_source(path))
    target.parent.mkdir(exist_ok=True)
    keeps = not documented or name.parts[0] in documented
    target.write_bytes(compiled(path.read_bytes(), str(Path(place) / name), keeps))
    if documented:
        path.unlink()
`);
