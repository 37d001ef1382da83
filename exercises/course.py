"""The exercises: what they consist of, and how a learner's file is compiled and checked."""

import fcntl
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from advice import advice

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Where the library is built, and where programs of checks go.
LIBRARY = Path(os.environ.get("GLASSGRAD_BUILD", ROOT / "build" / "release"))
BUILD = LIBRARY / "learn"
LIMIT = 10  # seconds of the processor that a check may take


def blank(text):
    """The file with holes: `// hole: what` up to `// end` becomes the stand-in lines in it."""
    lines, inside = [], False
    for line in text.splitlines():
        mark = re.match(r"(\s*)// (hole|blank|end)\b:?\s?(.*)", line)
        if mark and mark[2] == "hole":
            inside = True
            lines.append(f"{mark[1]}// YOUR CODE: {mark[3]}")
        elif mark and mark[2] == "blank":
            lines.append(mark[1] + mark[3])
        elif mark:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines) + "\n"


def solution(text):
    """The same file without the marks."""
    lines = [line for line in text.splitlines() if not re.match(r"\s*// (hole|blank|end)\b", line)]
    return "\n".join(lines) + "\n"


class Exercise:
    def __init__(self, path):
        self.name = path.stem  # 03_times
        self.number = self.name.split("_")[0]
        self.file = self.name + ".h"
        marked = path.read_text()
        self.blank, self.solution = blank(marked), solution(marked)
        self.needs_library = "check_glass.h" in self.check_source.read_text()
        page, *self.hints = re.split(r"^## Hint\s*\n", self.task_page.read_text(), flags=re.M)
        self.hints = [hint.strip() for hint in self.hints]
        self.title = re.match(r"# (.*)", page)[1]
        place = re.search(r"^In the library: (.*)$", page, flags=re.M)
        self.library = place[1] if place else ""
        self.task = re.sub(r"^In the library: .*\n", "", page.split("\n", 1)[1], flags=re.M).strip()

    check_source = property(lambda self: HERE / "checks" / (self.name + ".cpp"))
    task_page = property(lambda self: HERE / "tasks" / (self.name + ".md"))
    mistakes_file = property(lambda self: HERE / "mistakes" / (self.name + ".txt"))


def exercises():
    return [Exercise(path) for path in sorted((HERE / "files").glob("[0-9]*.h"))]


@dataclass
class Result:
    passed: bool
    text: str  # for the screen
    seconds: float = 0.0
    kind: str = "check"  # check, compile, crash, library


# ---- compiling ----

def compiler():
    return os.environ.get("CXX", "c++").split()


FLAGS = ["-std=c++20", "-O0", "-gdwarf-4", "-g1", "-Wall", "-Wextra", "-Wno-unused", "-Wno-unused-parameter",
         "-Wno-sign-compare", "-Wfloat-conversion", "-Werror=return-type", "-fno-diagnostics-show-option",
         "-D_GLIBCXX_ASSERTIONS", "-pthread", "-I", str(HERE), "-I", str(ROOT / "include")]


def headers_stamp(needs_library):
    """Changes when a header does that is compiled in advance."""
    files = [HERE / "check.h", HERE / "check.cpp"]
    if needs_library:
        files.append(HERE / "check_glass.h")
        for folder in ("include", "autograd", "nn", "optim", "data", "serialize", "io"):
            files += sorted((ROOT / folder).rglob("*.h"))
    text = " ".join(compiler() + FLAGS)
    for file in files:
        status = file.stat()
        text += f"{file}{status.st_mtime_ns}{status.st_size}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def precompiled_folder(needs_library):
    """Each state of the headers has a folder of its own: what a running compiler reads is never written
    again."""
    name = "check_glass.h" if needs_library else "check.h"
    return name, BUILD / f"{name[:-2]}-{headers_stamp(needs_library)}"


def is_prepared(exercise):
    return (precompiled_folder(exercise.needs_library)[1] / "done").exists()


def precompiled(needs_library):
    """Compiles check.h or check_glass.h in advance; gives the header to name with -include."""
    name, folder = precompiled_folder(needs_library)
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / "lock", "w") as lock:  # several checks may start at once
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "done").exists():
                precompile(name, folder)
                (folder / "done").touch()
                remove_old(name, folder)
    return folder / name


def precompile(name, folder):
    header = folder / name
    header.write_text(f'// Compiled in advance.\n#include "{HERE / name}"\n')
    is_clang = "clang" in subprocess.run(compiler() + ["--version"], capture_output=True, text=True).stdout
    out = str(header) + (".pch" if is_clang else ".gch")
    for arguments in (["-x", "c++-header", str(header), "-o", out],
                      ["-c", str(HERE / "check.cpp"), "-o", str(folder / "check.o")]):
        subprocess.run(compiler() + FLAGS + arguments, check=True)


def remove_old(name, folder):
    """Precompiled headers are large: those of former states go after a day."""
    for other in BUILD.glob(f"{name[:-2]}-*"):
        if other != folder and time.time() - other.stat().st_mtime > 86400:
            shutil.rmtree(other, ignore_errors=True)


def library_is_ours():
    return "GLASSGRAD_BUILD" not in os.environ


def build_library():
    """Brings the library up to date, once in a run; a build that somebody names is taken as it is."""
    with build_library.lock:
        if library_is_ours() and not build_library.is_done:
            run_build()


def run_build():
    lines = []
    with subprocess.Popen([str(ROOT / "run"), "library"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, stdin=subprocess.DEVNULL) as process:
        for line in process.stdout:
            lines.append(line.rstrip())
            if re.match(r"\[\d+/\d+\] ", line):  # as Ninja counts
                build_library.tell(line.split()[0])
    if process.returncode:
        raise RuntimeError("the library could not be built:\n" + "\n".join(lines[-20:]))
    build_library.is_done = True


build_library.is_done = False
build_library.tell = lambda step: None  # called with "[3/60]" while it is built, on any thread
build_library.lock = threading.Lock()


def prepare(exercise):
    """Compiles in the background what the next checks will need, while the learner reads and writes."""

    def work():
        precompiled(False)
        if int(exercise.number) > 12:
            build_library()
            precompiled(True)

    threading.Thread(target=work, daemon=True).start()


def link_flags(needs_library):
    if not needs_library:
        return []
    cache = (LIBRARY / "CMakeCache.txt").read_text()
    vector_math = ["-lmvec"] if re.search(r"^GLASSGRAD_HAVE_LIBMVEC:INTERNAL=1$", cache, re.M) else []
    # Where binutils have two linkers, the one that copies the library's debug information faster.
    linker = ["-fuse-ld=gold"] if shutil.which("ld.gold") else []
    return linker + [str(LIBRARY / "libglassgrad.a"), "-lfmt", "-lz", "-ldl"] + vector_math


def blocks_of(log):
    """A compiler's messages: [file, line, kind, message, lines of code]."""
    blocks = []
    for line in log.splitlines():
        start = re.match(r"(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)", line)
        if start:
            blocks.append([start[1], start[2], start[4], start[5], []])
        elif blocks and re.match(r"\s*\d* \|", line):
            blocks[-1][4].append(line)
        elif blocks and re.match(r"(In file|.*: In |.*required from|\s+from )", line) is None and line[:1] == " ":
            blocks[-1][4].append(line)
    return blocks


def own_blocks(blocks, folder):
    return [b for b in blocks if Path(b[0]).resolve().parent == folder.resolve() and b[2] != "note"]


def first_in_each_line(blocks):
    """The other errors of a line mostly follow from the first."""
    return [b for i, b in enumerate(blocks) if (b[0], b[1]) not in [(c[0], c[1]) for c in blocks[:i]]]


def in_cpp(message, code, before):
    """A line of advice, if there is some and it was not given yet."""
    words = advice(message, re.sub(r"^\s*\d+ \|", "", code[0]) if code else "")
    return f"C++: {words}\n" if words and f"C++: {words}\n" not in before else ""


def in_their_use(blocks, log, folder):
    """An error inside of another file: the learner's line that led there, or else that there is none."""
    kind, message, code = blocks[0][2:]
    place = re.search(rf"^{re.escape(str(folder))}/(\S+?):(\d+):\d+:\s+(required from|note: in instantiation)", log,
                      flags=re.M)
    if place:
        lines = (folder / place[1]).read_text(errors="replace").splitlines()
        code = [f"{place[2]:>5} | {lines[int(place[2]) - 1]}"]
        text = f"{folder.name}/{place[1]}:{place[2]}: {kind}: {message}\n"
    else:
        text = (f"{message}\nThe check could not use your file: a name, a type or a parameter is not what the "
                "task asks for.\n")
    return text + "".join(line + "\n" for line in code[:3]) + in_cpp(message, [], "")


def own_errors(log, folder):
    """Of a compiler's messages those about the learner's lines; of others the first sentence."""
    blocks = blocks_of(log)
    mine = own_blocks(blocks, folder)
    mine.sort(key=lambda b: b[2] == "warning")
    mine = first_in_each_line(mine)
    text = ""
    for file, number, kind, message, code in mine[:3]:
        text += f"{Path(file).parent.name}/{Path(file).name}:{number}: {kind}: {message}\n"
        text += "".join(line + "\n" for line in code[:3])
        text += in_cpp(message, code, text)
    errors = [b for b in blocks if "error" in b[2]]
    if errors and not any("error" in b[2] for b in mine):
        text = in_their_use(errors, log, folder) + text
    elif not mine and "undefined reference" in log:
        names = sorted(set(re.findall(r"undefined reference to `(.*?)'", log)))
        text = "Declared, but written nowhere: " + ", ".join(names[:3]) + "\n"
    return text or log


def own_warnings(log, folder):
    return own_errors(log, folder) if own_blocks(blocks_of(log), folder) else ""


def compile_check(exercise, folder, program):
    header = precompiled(exercise.needs_library)
    command = compiler() + FLAGS + ["-include", str(header), "-I", str(folder), str(exercise.check_source),
                                    str(header.parent / "check.o"), "-o", str(program)]
    return subprocess.run(command + link_flags(exercise.needs_library), capture_output=True, text=True)


# ---- running ----

SIGNALS = {
    signal.SIGSEGV: "an index far outside, a pointer to nothing, or a function that calls itself for ever",
    signal.SIGABRT: "an index outside of a vector, or memory without end",
    signal.SIGFPE: "a whole number divided by zero",
}
INDEX_OUTSIDE = "an index outside of a vector: the last element of n is [n - 1], and [-1] is none"
NEVER_ENDS = f"stopped after {LIMIT} seconds: does a loop ever end?"


def set_limits():
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 1))


def crash_place(program, folder, trace):
    """The learner's line that a program was in when it crashed: " in learn/05_backward.h, line 13", or nothing."""
    places = re.findall(rf"^{re.escape(str(program))}\(\+0x([0-9a-f]+)\)", trace, flags=re.M)
    if not places or not folder or not shutil.which("addr2line"):
        return ""
    before = [hex(int(place, 16) - 1) for place in places]  # a frame names the instruction after its call
    lines = subprocess.run(["addr2line", "-e", str(program), *before], capture_output=True, text=True).stdout
    for line in lines.splitlines():
        file, _, number = line.partition(":")
        if Path(file).resolve().parent == folder.resolve():
            return f" in {folder.name}/{Path(file).name}, line {number.split()[0]}"
    return ""


def run_check(program, seed, folder=None):
    command = [str(program)] + ([str(seed)] if seed is not None else [])
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=12 * LIMIT,
                              errors="replace", preexec_fn=set_limits)
    except subprocess.TimeoutExpired:
        return Result(False, NEVER_ENDS, kind="crash")
    out = done.stdout
    if done.returncode == -signal.SIGXCPU:
        return Result(False, NEVER_ENDS, kind="crash")
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        asserted = "operator[]" in done.stderr and "Assertion" in done.stderr
        why = INDEX_OUTSIDE if asserted else SIGNALS.get(-done.returncode, "the program was ended")
        out += f"failed: it crashed{crash_place(program, folder, done.stderr)} ({name})\nmistake: {why}\n"
        return Result(False, out, kind="crash")
    return Result(done.returncode == 0, out)


def check(exercise, folder, seed=None, program=None):
    """Compiles the learner's file with the exercise's check and runs it."""
    start = time.monotonic()
    if not (folder / exercise.file).exists():
        return Result(False, f"there is no {folder.name}/{exercise.file}", kind="compile")
    if exercise.needs_library:
        try:
            build_library()
        except RuntimeError as error:
            return Result(False, str(error), kind="library")
    program = program or BUILD / exercise.name
    program.parent.mkdir(parents=True, exist_ok=True)
    compiled = compile_check(exercise, folder, program)
    if compiled.returncode != 0:
        return Result(False, own_errors(compiled.stderr, folder), time.monotonic() - start, "compile")
    result = run_check(program, seed, folder)
    if not result.passed:
        warnings = own_warnings(compiled.stderr, folder)
        result.text += "The compiler remarks:\n" + warnings if warnings else ""
    result.seconds = time.monotonic() - start
    return result
