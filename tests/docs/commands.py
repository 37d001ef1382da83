#!/usr/bin/env python3
"""Types every command of README.md, the book and the other pages (blocks of `sh`, `bash`, `console`), in the order
in which a reader meets them, in a copy of the tree as a clone would have it.

    commands.py BUILD    with the programs that the running tree has built in BUILD (build/release)
    commands.py          whole: everything is built in the copy, which takes an hour

With BUILD, `cmake` and `ctest` are stand-ins (class StandIn): they check presets, options, targets, labels, and put the
running tree's programs where the build would have put its own. All else is run as it stands, but for what takes long or
wants somebody at the keyboard: ONLY_CHECKED says which, and why.
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
# README.md first, then the book, then the pages by name, then what is for those who change something.
FIRST = ["README.md", "docs/book/*.md", "docs/*.md"]

# (command, what is typed instead to see that its words are understood, why)
ONLY_CHECKED = [
    (r"\./run test\b", "./run help | grep -q '^  test '", "runs this test"),
    (r"\./run (coverage|package|docs|book|playground|fuzz)\b", "./run help | grep -q '^  {1}'",
     "is a stage of .ci/run or a test of its own"),
    (r"\.ci/run\b", "bash -n .ci/run", "takes two hours, and runs this test"),
    (r"\./run app (fashion_mnist|char_rnn)$", "./run app {1} --help", "trains for minutes"),
    (r"mpirun -np \d+ (\S+) --distributed$", "{1} --help", "needs MPI, and trains for minutes"),
    (r"\./run bench\b(.*)", "python3 benchmarks/compare.py {1} --help", "measures for minutes"),
    (r"\./run debug\b", "./run help | grep -q '^  debug '", "waits at the debugger's prompt; tests/debugger types there"),
    (r"\./run learn\b(?! --)(.*)", "python3 exercises/learn.py {1} --help", "waits for the next save"),
    (r"\./run (learn --report.*)", "python3 exercises/learn.py --report ada/learn --help > reports/ada.json && "
     "echo '{{\"passed\": 0}}' > reports/ada.json", "compiles every exercise; tests/exercises proves them"),
    (r"exercises/prove\.py", "python3 -m py_compile exercises/prove.py", "compiles for minutes; a stage of .ci/run"),
    (r"tools/mutate\.py(.*)", "python3 tools/mutate.py {1} --help", "builds and tests for hours"),
    (r"tools/compile_time", "bash -n tools/compile_time", "measures for a minute"),
]
# What needs somebody or the network even in the whole mode.
NEVER_RUN = (r"\./run learn", r"\.ci/run", r"\./run debug")

# What a reader has besides: files that the text tells of.
FILES = {
    "main.cpp": lambda: (TREE / "tests/consumers/main.cpp").read_bytes(),
    "new.csv": lambda: (TREE / "apps/logistic_regression/data/penguins.csv").read_bytes(),
}


def pages():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=TREE, check=True, capture_output=True, text=True).stdout
    tracked = [pathlib.Path(name) for name in listed.split()]
    first = {path.relative_to(TREE): None for pattern in FIRST for path in sorted(TREE.glob(pattern))}
    return [page for page in [*first, *sorted(set(tracked) - set(first))] if page in tracked]


def commands(page):
    """(line, command) of the page's blocks; lines that end in a backslash go on."""
    block, start, text = None, 0, ""
    for number, line in enumerate((TREE / page).read_text(encoding="utf-8").splitlines(), 1):
        fence = re.match(r"\s*```(\w*)", line)
        if fence:
            block = fence[1] if block is None else None
        elif block in ("sh", "bash", "console"):
            if block == "console" and not line.startswith("$ ") and not text:
                continue
            line = line.strip().removeprefix("$ ")
            start = start if text else number
            text += line.removesuffix("\\")
            if not line.endswith("\\"):
                if text and not text.startswith("#"):
                    yield start, text
                text = ""


class StandIn:
    """What cmake and ctest would say to these words; their work is done already, in BUILD."""

    def __init__(self, build, clone):
        self.build, self.clone = pathlib.Path(build), pathlib.Path(clone)
        self.presets = {kind: {preset["name"] for preset in json.loads((clone / "CMakePresets.json").read_text())[kind]
                               if not preset.get("hidden")}
                        for kind in ("configurePresets", "buildPresets", "testPresets")}

    def value(self, words, option, default=None):
        for place, word in enumerate(words):
            if word == option:
                return words[place + 1]
            if word.startswith(option + "="):
                return word.partition("=")[2]
        return default

    def folder_of(self, words):
        return pathlib.Path(self.value(words, "-B") or f"build/{self.value(words, '--preset')}")

    def known(self, kind, name):
        if name not in self.presets[kind]:
            sys.exit(f"there is no preset {name} in {kind}")

    def cmake(self, words):
        if "--build" in words:
            preset = self.value(words, "--preset")
            if preset:
                self.known("buildPresets", preset)
            self.built(pathlib.Path(f"build/{preset}" if preset else self.value(words, "--build")),
                       self.value(words, "--target"))
        elif "--install" in words:
            self.configured(pathlib.Path(self.value(words, "--install")))
            prefix = self.value(words, "--prefix")
            subprocess.run([os.environ["REAL_CMAKE"], "--install", self.build, "--prefix", prefix], check=True,
                           stdout=subprocess.DEVNULL)
        elif "--preset" in words:
            self.known("configurePresets", self.value(words, "--preset"))
            options = (self.clone / "CMakeLists.txt").read_text()
            for name in re.findall(r"-D(GLASSGRAD_\w+)", " ".join(words)):
                if not re.search(rf"(option|set)\({name} ", options):
                    sys.exit(f"there is no option {name}")
            folder = self.folder_of(words)
            folder.mkdir(parents=True, exist_ok=True)
            tests = "OFF" if "-DGLASSGRAD_BUILD_TESTS=OFF" in words else "ON"
            (folder / "CMakeCache.txt").write_text(
                f"CMAKE_HOME_DIRECTORY:INTERNAL={self.clone}\n"
                f"GLASSGRAD_BUILD_APPS:BOOL=ON\nGLASSGRAD_BUILD_TESTS:BOOL={tests}\n")
            (folder / "build.ninja").touch()
        else:
            os.execv(os.environ["REAL_CMAKE"], ["cmake", *words])

    def configured(self, folder):
        cache = folder / "CMakeCache.txt"
        if not cache.exists():
            sys.exit(f"{folder} is not configured at this place of the text")
        return cache.read_text()

    def built(self, folder, target):
        cache = self.configured(folder)
        if target and not re.search(rf"^build {re.escape(target)}: ", (self.build / "build.ninja").read_text(), re.M):
            sys.exit(f"there is no target {target}")
        if target and re.match(r"example_|.*_test$", target) and "BUILD_TESTS:BOOL=OFF" in cache:
            sys.exit(f"{folder} is configured without tests and examples at this place of the text: no {target}")
        for part in ("apps", "docs/examples", "tests"):
            for program in (self.build / part).glob("*"):
                place = folder / part / program.name
                if program.is_file() and os.access(program, os.X_OK) and not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.symlink_to(program.resolve())

    def ctest(self, words):
        if "--preset" in words:
            self.known("testPresets", self.value(words, "--preset"))
            return
        folder = self.value(words, "--test-dir")
        words = [str(self.build) if word == folder else word for word in words]
        listed = subprocess.run([os.environ["REAL_CTEST"], "-N", *words], check=True, capture_output=True, text=True)
        if "Total Tests: 0" in listed.stdout:
            sys.exit("ctest finds no test")


class Reader:
    """Somebody with a clone, a home and the tools."""

    def __init__(self, folder, build):
        self.clone, self.build = folder / "glassgrad", build
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=TREE,
                                check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            if (TREE / name).exists():
                (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(TREE / name, self.clone / name)
        for name, content in FILES.items():
            (self.clone / name).write_bytes(content())
        (self.clone / "learn").mkdir()
        subprocess.run(["tar", "czf", "ada.tar.gz", "learn"], cwd=self.clone, check=True)
        (folder / "home").mkdir()
        self.environment = os.environ | {"HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
        for name in ("PKG_CONFIG_PATH", "CMAKE_ARGS", "CMAKE_PREFIX_PATH", "LD_LIBRARY_PATH"):
            self.environment.pop(name, None)
        if build:
            (folder / "bin").mkdir()
            for tool in ("cmake", "ctest"):
                self.environment[f"REAL_{tool.upper()}"] = shutil.which(tool)
                script = folder / "bin" / tool
                script.write_text(f"#!/bin/sh\nexec {shlex.join([sys.executable, __file__, '--stand-in', tool])} "
                                  f"{shlex.join([str(build), str(self.clone)])} \"$@\"\n")
                script.chmod(0o755)
            self.environment["PATH"] = f"{folder / 'bin'}:{self.environment['PATH']}"

    def words_for(self, command):
        for pattern, instead, why in ONLY_CHECKED:
            match = re.match(pattern, command.partition("  #")[0].strip())
            if match and (self.build or any(re.match(never, command) for never in NEVER_RUN)):
                return instead.format(match[0], *(group or "" for group in match.groups())), why
        return command, None

    def type(self, command, state):
        """Runs a command in the shell that the block has opened; `export` and `cd` last for the block."""
        words, why = self.words_for(command)
        script = f"set -eo pipefail\n{state}\n{words}\n"
        done = subprocess.run(["bash", "-c", script], cwd=self.clone, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
        return done, why


def main():
    if sys.argv[1:2] == ["--stand-in"]:
        tool, build, clone, *words = sys.argv[2:]
        getattr(StandIn(build, pathlib.Path(clone)), tool)(words)
        return
    build = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    failures = count = 0
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(pathlib.Path(folder), build)
        for page in pages():
            state = ""
            for line, command in commands(page):
                start = time.monotonic()
                done, why = reader.type(command, state)
                count += 1
                note = f" (only checked: {why})" if why else ""
                print(f"{'FAILED' if done.returncode else 'ok'} {time.monotonic() - start:5.1f} s  {page}:{line}: {command}"
                      f"{note}", flush=True)
                if done.returncode:
                    failures += 1
                    print("    " + "\n    ".join(done.stdout.splitlines()[-15:]))
                if command.startswith("export "):
                    state += command + "\n"
    print(f"{count} commands, {failures} failed")
    sys.exit(1 if failures or not count else 0)


main()
