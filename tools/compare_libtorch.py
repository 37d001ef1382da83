#!/usr/bin/env python3
"""Calls every operation with drawn arguments, in this library and in libtorch 1.13, and prints where values,
types, shapes, strides, requires_grad, printed text, gradients or second derivatives differ, or only one throws:

    tools/compare_libtorch.py build/release [--draws 40] [--bad] [--show 1] [--only PART_OF_A_NAME]

Needs libtorch-dev; BUILD holds this library, compiled. What one of the two does not have is left out. Both
programs are kept in BUILD/compare_libtorch; the first run compiles for minutes.
"""
import argparse
import collections
import math
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = [*sorted((ROOT / "tests/autograd/calls").glob("calls_[0-9].cpp")),
           *(ROOT / "tests" / name for name in ("support/calls.cpp", "autograd/calls/all_calls.cpp",
                                                "autograd/calls/print_calls.cpp"))]
TORCH = ["-std=c++17", "-DGLASSGRAD_TEST_LIBTORCH", "-iquote", str(ROOT), "-w",
         "-I/usr/include/torch/csrc/api/include"]
OURS = ["-std=c++20", "-I", str(ROOT)]
CXX = os.environ.get("CXX", "c++").split()


def without_missing(source, folder):
    """The file without the rows that libtorch does not have: they throw."""
    messages = subprocess.run([*CXX, *TORCH, "-fsyntax-only", "-fmax-errors=0", source], capture_output=True, text=True)
    lines = source.read_text().split("\n")
    for line in {int(n) for n in re.findall(re.escape(source.name) + r":(\d+):\d+: error", messages.stderr)}:
        name = re.search(r'\{"([^"]*)"', lines[line - 1])
        lines[line - 1] = f'    {{"{name[1]}", [](Input&, Output&) {{ throw std::runtime_error("MISSING"); }}}},'
    path = folder / source.name
    path.write_text("\n".join(lines))
    return path


def program(folder, build, is_torch):
    folder = folder / ("libtorch" if is_torch else "ours")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "print_calls"
    newest = max(path.stat().st_mtime for path in [*SOURCES, ROOT / "tests/support/calls.h"])
    objects = []
    for source in SOURCES:
        objects.append(folder / (source.stem + ".o"))
        if objects[-1].exists() and objects[-1].stat().st_mtime > newest:
            continue
        given = without_missing(source, folder) if is_torch and source.stem.startswith("calls_") else source
        subprocess.run([*CXX, "-O0", *(TORCH if is_torch else OURS), "-c", given, "-o", objects[-1]], check=True)
    libraries = ["-ltorch", "-ltorch_cpu", "-lc10"] if is_torch else \
        [build / "libglassgrad.a", "-lfmt", "-lz", "-lpthread", "-ldl", *filter(None, [blas()])]
    subprocess.run([*CXX, *objects, "-o", target, *libraries], check=True)
    return target


def blas():
    found = sorted(pathlib.Path("/usr/lib").glob("*/libblas.so.3"))
    return found[0] if found else None


def outputs(target, options):
    """{number of the call: its fields}; where the program ends before all is done, the next one begins."""
    first, result = 0, {}
    while True:
        command = [target, "bad" if options.bad else "good", str(options.draws), str(first), str(2**31 - 1), options.only]
        run = subprocess.run(["sh", "-c", 'ulimit -v 16000000; exec "$@"', "sh", *map(str, command)],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
        lines = run.stdout.decode("utf8", "replace").split("\n")
        for line in lines[:-1]:
            number, *fields = line.split("\t")
            result[int(number)] = fields
        if run.returncode == 0:
            return result
        number, *fields = lines[-1].split("\t")
        result[int(number)] = [*fields, f"call ended the program ({run.returncode})"]
        first = int(number) + 1


def numbers(text):
    return [float(word) for word in text.split() if word != "many"]


def alike(a, b, tolerance):
    a, b = numbers(a), numbers(b)
    scale = max([1.0, *(abs(x) for x in b if math.isfinite(x))])
    return len(a) == len(b) and all(
        x == y or math.isnan(x) and math.isnan(y) or abs(x - y) <= tolerance * scale for x, y in zip(a, b))


def difference(ours, theirs):
    """In what two results differ; None: in nothing."""
    stages = [next(iter(re.findall(r"\b(call|look|backward) (?:threw|ended)", "\t".join(fields))), "") for fields in (ours, theirs)]
    if "call" in stages:
        return None if stages[0] == stages[1] else "only we throw" if stages[0] == "call" else "only libtorch throws"
    if stages[0] != stages[1]:
        return "only our backward throws" if stages[0] else "only libtorch's backward throws"
    tensors = [[f for f in fields[2:] if f.startswith(("result", "grad", "second"))] for fields in (ours, theirs)]
    for a, b in zip(*tensors):
        kind, (a, b) = a.split()[0], (a.split("|"), b.split("|"))
        if len(a) < 4 or len(b) < 4:
            if a != b:
                return f"{kind}: undefined"
            continue
        if a[0] != b[0]:
            return f"{kind}: type or shape"
        if not alike(a[3], b[3], (1e-4 if "Float" in a[0] else 1e-8) * (10 if kind == "second" else 1)):
            return f"{kind}: values"
        if kind == "result" and a[1:3] != b[1:3]:
            return "strides" if a[1] != b[1] else "requires_grad, is_leaf, is_view"
        if kind == "result" and a[3] == b[3] and a[4:] != b[4:]:
            return "printed text"
    return "number of tensors" if len(tensors[0]) != len(tensors[1]) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--bad", action="store_true")
    parser.add_argument("--show", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    build = options.build.resolve()
    ours, theirs = (outputs(program(build / "compare_libtorch", build, is_torch), options) for is_torch in (False, True))
    found, same = collections.defaultdict(lambda: collections.defaultdict(list)), 0
    for number in sorted(ours.keys() & theirs.keys()):
        if "MISSING" in "\t".join(theirs[number]):
            continue
        what = difference(ours[number], theirs[number])
        same += what is None
        if what:
            found[what][ours[number][0].split("#")[0]].append((ours[number], theirs[number]))
    print(f"{same} calls give the same")
    for what, names in sorted(found.items()):
        print(f"--- {what}: {sum(map(len, names.values()))} calls of {len(names)} functions")
        for name, calls in sorted(names.items(), key=lambda item: -len(item[1])):
            print(f"  {len(calls)} of {name}")
            for pair in calls[:options.show]:
                for who, fields in zip(("ours", "libtorch"), pair):
                    print(f"      {who:9}{' ; '.join(field[:200] for field in fields)[:500]}")


if __name__ == "__main__":
    sys.exit(main())
