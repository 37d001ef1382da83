#!/usr/bin/env python3
"""Builds the playground: build.py [FOLDER]. Emscripten compiles the library's scalars, which go with the page
into one file that needs no other."""

import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLAGS = ["-std=c++20", "-O2", "-fexceptions", "-DFMT_HEADER_ONLY", f"-I{ROOT}", f"-I{ROOT / 'include'}"]
# Linking with more than -O1 would need one more package, to make the JavaScript shorter.
PAGE = ["-O1", "-sSINGLE_FILE=1", "-sMODULARIZE=1", "-sEXPORT_NAME=Playground", "-sENVIRONMENT=web", "-sALLOW_MEMORY_GROWTH=1",
        "-sEXPORTED_RUNTIME_METHODS=cwrap", "-sMALLOC=emmalloc", "--no-entry"]


def sources():
    """The playground, and of the library what a program of scalars consists of."""
    return sorted(HERE.glob("*.cpp")) + sorted((ROOT / "autograd" / "value").glob("*.cpp")) + \
        sorted((ROOT / "autograd" / "base").glob("*.cpp"))


def fmt_alone(out):
    """A folder with fmt's headers: those beside it are for this machine, not for the browser."""
    for prefix in ("/usr/include", "/usr/local/include"):
        if (Path(prefix) / "fmt" / "core.h").exists():
            folder = out / "include"
            folder.mkdir(exist_ok=True)
            link = folder / "fmt"
            link.unlink(missing_ok=True)
            link.symlink_to(Path(prefix) / "fmt")
            return folder
    sys.exit("fmt's headers are neither in /usr/include nor in /usr/local/include")


def compile_engine(out):
    """Compiles what has changed, each source to an object, and links."""
    headers = [*HERE.glob("*.h"), *(ROOT / "autograd").rglob("*.h"), Path(__file__)]
    newest = max(file.stat().st_mtime for file in headers)
    flags = FLAGS + [f"-I{fmt_alone(out)}"]
    objects = []
    for source in sources():
        target = out / f"{source.parent.name}_{source.stem}.o"
        objects.append(target)
        if not target.exists() or target.stat().st_mtime < max(newest, source.stat().st_mtime):
            run(["em++", *flags, "-c", source, "-o", target])
    engine = out / "engine.js"
    if not engine.exists() or engine.stat().st_mtime < max(target.stat().st_mtime for target in objects):
        run(["em++", *flags, *PAGE, *objects, "-o", engine])
    return engine


def run(command):
    command = [str(word) for word in command]
    if subprocess.run(command, check=False).returncode:
        sys.exit("failed: " + shlex.join(command))


def main():
    out = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "build" / "playground"
    out.mkdir(parents=True, exist_ok=True)
    engine = compile_engine(out).read_text().replace("</script", "<\\/script")
    page = (HERE / "page.html").read_text().replace("/*engine*/", engine)
    (out / "index.html").write_text(page)
    print(out / "index.html")


if __name__ == "__main__":
    main()
