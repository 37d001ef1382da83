#!/usr/bin/env python3
"""Whether the tests would notice a wrong formula: changes one operator or number of a rule of an operation at a
time; some test has to fail.

    tools/mutate.py [--build FOLDER] [--sample N] [--seed N] [--minutes N] [--jobs N] [FILE...]

FILES are sources of autograd/ops/ (all of them unless named), FOLDER is a build with tests (build/release, made by
Ninja). A change that no test notices is printed as it would be typed. One that does not compile does not count. The
changed file is a copy, compiled without optimization and linked before the library, whose own object then stays out:
some five seconds for a change that the table of operations notices.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# (what is found, what it becomes): between spaces, as clang-format leaves binary operators.
CHANGES = [
    (r" \* ", " / "), (r" / ", " * "), (r" \+ ", " - "), (r" - ", " + "),
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "), (r" == ", " != "),
    (r" && ", " || "), (r" \|\| ", " && "),
    (r"\b1 - ", "2 - "), (r"\bsin\(", "cos("), (r"\bcos\(", "sin("), (r"\bexp\(", "expm1("), (r"\blog\(", "log1p("),
    (r"return -", "return "), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
]


def places(path):
    """(line, column, found, instead) of every change in what computes values or gradients."""
    inside = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        code = re.sub(r'"(?:[^"\\]|\\.)*"', lambda text: '"' + "_" * (len(text[0]) - 2) + '"', line.split("//")[0])
        if inside or re.search(r"\b(rule|rule_a|rule_b|value|apply|composed|fused|backward)\(.*\{|\bstruct \w+Backward", code):
            inside += code.count("{") - code.count("}")
            if re.search(r"[\"<]\w+>? |#|template|error|check|throw", code):
                continue
            for pattern, instead in CHANGES:
                for match in re.finditer(pattern, code):
                    yield number, match.start(), match[0], instead


def changed(text, place):
    number, column, found, instead = place
    lines = text.split("\n")
    lines[number] = lines[number][:column] + instead + lines[number][column + len(found):]
    return "\n".join(lines), lines[number].strip()


class Programs:
    """The programs of tests of a build, with objects of changed files."""

    def __init__(self, build):
        self.build = build

    def commands(self, program):
        listed = subprocess.run(["ninja", "-C", self.build, "-t", "commands", program], capture_output=True, text=True, check=True)
        return listed.stdout.splitlines()

    def read(self, names):
        """Builds them, and learns how their files are compiled and linked."""
        subprocess.run(["cmake", "--build", self.build, "--target", *names], check=True, stdout=subprocess.DEVNULL)
        self.compiling, self.linking = {}, {}  # by source: command, and the file that is compiled
        for name in names:
            lines = [line for line in self.commands(name) if line != ":"]
            self.linking[name] = shlex.split(lines[-1].removeprefix(": && ").removesuffix(" && :"))
            for line in lines:
                words = shlex.split(line)
                if "-c" in words:
                    whole = pathlib.Path(self.build, words[words.index("-c") + 1]).resolve()
                    joined = re.findall(r'^#include "(/.*)"', whole.read_text(), flags=re.M) if "Unity" in whole.parts else [whole]
                    self.compiling.update((pathlib.Path(path).resolve(), (words, whole)) for path in joined)

    def compiled(self, path, text, folder):
        """The object of the file with another text, or of those that are compiled together with it; or None."""
        words, whole = self.compiling[path]
        changed_file = folder / path.relative_to(ROOT)  # errors depend on the folder of their file
        changed_file.parent.mkdir(parents=True, exist_ok=True)
        changed_file.write_text(text, encoding="utf-8")
        target = changed_file.with_suffix(".o")
        if whole != path:
            joined = changed_file.with_suffix(".joined.cpp")
            joined.write_text(whole.read_text().replace(f'"{path}"', f'"{changed_file}"'))
            changed_file = joined
        for flag, arguments in (("-MD", 1), ("-MT", 2), ("-MF", 2), ("-o", 2), ("-c", 2)):
            if flag in words:
                at = words.index(flag)
                words = words[:at] + words[at + arguments:]
        command = [*words, "-O0", "-g0", "-w", "-o", target, "-c", changed_file]
        return None if subprocess.run(command, cwd=self.build, capture_output=True, check=False).returncode else target

    def linked(self, name, objects, folder):
        words = list(self.linking[name])
        words[words.index("-o") + 1] = str(folder / name)
        library = next(i for i, word in enumerate(words) if word.endswith("libglassgrad.a"))
        words[library:library] = map(str, objects)
        subprocess.run(words, cwd=self.build, check=True)
        return folder / name


def is_noticed(program, tests, folder, seconds):
    command = [program, "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={tests}"]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=seconds, cwd=folder).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def outcome(programs, path, text, seconds):
    """What becomes of one change. The table of all operations notices most; the rest runs where it does not."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        changed_object = programs.compiled(path, text, folder)
        if not changed_object:
            return "does not compile"
        for program in programs_for(path):
            linked = programs.linked(program, [changed_object], folder)
            for tests in ("*Table*", "*") if program == "autograd_test" else ("*",):
                if is_noticed(linked, tests, folder, seconds):
                    return "noticed"
    return "not noticed"


def all_pass(programs, files, names, seconds):
    """Whether the tests pass with files that are compiled as changed ones are, and are not changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wholes = {programs.compiling[path][1]: path for path in files}  # one file of each object
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(lambda path: programs.compiled(path, path.read_text(encoding="utf-8"), folder),
                                    wholes.values()))
        return not any(is_noticed(programs.linked(program, objects, folder), "*", folder, seconds) for program in names)


def programs_for(path):
    """What a layer calls is tested with the layer."""
    return ("autograd_test", "nn_test") if "layers" in path.parts else ("autograd_test",)


def main():
    parser = argparse.ArgumentParser(prog="tools/mutate.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--sample", type=int, help="so many changes, drawn from all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, help="begins no change after so long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="so many changes at once")
    arguments = parser.parse_args()
    files = [path.resolve() for path in arguments.files] or sorted((ROOT / "autograd/ops").rglob("*.cpp"))
    every = [(path, place) for path in files for place in places(path)]
    print(f"{len(every)} changes possible in {len(files)} files")
    if arguments.sample:
        every = random.Random(arguments.seed).sample(every, min(arguments.sample, len(every)))
        print(f"{len(every)} of them are tried, drawn with seed {arguments.seed}", flush=True)

    names = sorted({program for path, _ in every for program in programs_for(path)})
    programs = Programs(arguments.build.resolve())
    programs.read(names)
    start = time.monotonic()
    if not all_pass(programs, sorted({path for path, _ in every}), names, 1200):
        sys.exit("the tests fail without any change")
    limit = 10 * (time.monotonic() - start) + 60

    counts = {"noticed": 0, "not noticed": 0, "does not compile": 0}

    def judge(change):
        path, place = change
        if arguments.minutes and time.monotonic() - start > 60 * arguments.minutes:
            return
        text, line = changed(path.read_text(encoding="utf-8"), place)
        result = outcome(programs, path, text, limit)
        counts[result] += 1
        what = f"{place[2].strip()} -> {place[3].strip()}"
        print(f"{result:>16}  {path.relative_to(ROOT)}:{place[0] + 1}: {line}   [{what}]", flush=True)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(judge, every))
    judged = counts["noticed"] + counts["not noticed"]
    print(f"{counts['noticed']} of {judged} changes noticed, {counts['does not compile']} did not compile")


main()
