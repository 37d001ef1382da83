#!/usr/bin/env python3
"""Whether the tests would notice a wrong formula: changes one operator or number of a rule of an operation at a
time, compiles its unit, links the tests and runs them; some test has to fail.

    tools/mutate.py [--build FOLDER] [--sample N] [--seed N] [--minutes N] [FILE...]

FILES are sources of autograd/ops/ (all of them unless named), FOLDER is a build with tests (build/release). A change
that no test notices is printed as it would be typed. One that does not compile does not count. The file is put back
after every change, also when the script is stopped.
"""
import argparse
import pathlib
import random
import re
import subprocess
import sys
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
        code = line.split("//")[0]
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


def outcome(build, seconds, programs=("autograd_test",)):
    command = ["cmake", "--build", build, "--target", *programs]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return "does not compile"
    # The table of all operations notices most; the rest has to run only where that does not.
    for program, tests in (("autograd_test", "*Table*"), *((program, "*") for program in programs)):
        command = [build / "tests" / program, "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={tests}"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=seconds)
        except subprocess.TimeoutExpired:
            return "noticed"
        if done.returncode:
            return "noticed"
    return "not noticed"


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
    arguments = parser.parse_args()
    files = [path.resolve() for path in arguments.files] or sorted((ROOT / "autograd/ops").rglob("*.cpp"))
    every = [(path, place) for path in files for place in places(path)]
    print(f"{len(every)} changes possible in {len(files)} files")
    if arguments.sample:
        every = random.Random(arguments.seed).sample(every, min(arguments.sample, len(every)))
        print(f"{len(every)} of them are tried, drawn with seed {arguments.seed}", flush=True)

    start = time.monotonic()
    if outcome(arguments.build, 1200, {program for path, _ in every for program in programs_for(path)}) != "not noticed":
        sys.exit("the tests fail, or do not compile, without any change")
    limit = 10 * (time.monotonic() - start) + 60
    counts = {"noticed": 0, "not noticed": 0, "does not compile": 0}
    for path, place in every:
        if arguments.minutes and time.monotonic() - start > 60 * arguments.minutes:
            break
        text = path.read_text(encoding="utf-8")
        new, line = changed(text, place)
        try:
            path.write_text(new, encoding="utf-8")
            result = outcome(arguments.build, limit, programs_for(path))
        finally:
            path.write_text(text, encoding="utf-8")
        counts[result] += 1
        print(f"{result:>16}  {path.relative_to(ROOT)}:{place[0] + 1}: {line}", flush=True)
    judged = counts["noticed"] + counts["not noticed"]
    print(f"{counts['noticed']} of {judged} changes noticed, {counts['does not compile']} did not compile")


main()
