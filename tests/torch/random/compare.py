#!/usr/bin/env python3
"""Draws layers with options at random and compares glassgrad with libtorch 1.13: printed form, random
start, values, gradients, second gradients, errors; in float and in double.

    tests/torch/random/compare.py [--first N] [--count N] [--library build/release/libglassgrad.a]
"""

import argparse
import math
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TOLERANCE = {"float": 1e-5, "double": 1e-12}


def compile_with(flags, libraries, program):
    if program.exists() and program.stat().st_mtime > (HERE / "random_layers.cpp").stat().st_mtime \
            and all(not os.path.exists(name) or os.path.getmtime(name) < program.stat().st_mtime
                    for name in libraries):
        return
    compiler = os.environ.get("CXX", "c++").split()
    subprocess.run([*compiler, "-std=c++17" if "c10" in " ".join(libraries) else "-std=c++20", "-O0",
                    *flags, HERE / "random_layers.cpp", "-o", program, *libraries], check=True)


def cases(program, options, kind):
    """[[line, ...], ...]"""
    text = subprocess.run([program, str(options.first), str(options.count), kind], check=True,
                          text=True, stdout=subprocess.PIPE,
                          env=dict(os.environ, OMP_NUM_THREADS="1")).stdout
    return [case.splitlines() for case in text.split("case ")[1:]]


def difference(ours, theirs, tolerance):
    """What differs first, or None."""
    for a, b in zip(ours, theirs):
        if a == b:
            continue
        if b == "error of another kind":
            return None
        head_a, _, numbers_a = a.partition("] ")
        head_b, _, numbers_b = b.partition("] ")
        if head_a != head_b or not numbers_a or a.startswith("error"):
            return f"  ours   {a[:200]}\n  theirs {b[:200]}"
        x, y = ([float(word) for word in line.split()] for line in (numbers_a, numbers_b))
        exact = a.startswith(("parameter", "random"))
        scale = max([1.0] + [abs(v) for v in y if math.isfinite(v)])
        worst = max((abs(u - v) for u, v in zip(x, y) if math.isfinite(u) or math.isfinite(v)),
                    default=0)
        if len(x) != len(y) or exact or not worst <= tolerance * scale:
            return f"  {head_a}]: differ by {worst:g} of {scale:g}"
    if len(ours) != len(theirs) and theirs[-1] != "error of another kind":
        return f"  {len(ours)} lines and {len(theirs)}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--library", default=str(ROOT / "build/release/libglassgrad.a"))
    options = parser.parse_args()
    folder = ROOT / "build" / "random_layers"
    folder.mkdir(parents=True, exist_ok=True)
    ours, theirs = folder / "glassgrad", folder / "libtorch"
    compile_with([f"-I{ROOT}/include"], [options.library, "-lfmt", "-lz", "-ldl", "-lmvec"], ours)
    compile_with(["-isystem", "/usr/include/torch/csrc/api/include"], ["-ltorch_cpu", "-lc10"],
                 theirs)
    differing = 0
    for kind, tolerance in TOLERANCE.items():
        for a, b in zip(cases(ours, options, kind), cases(theirs, options, kind)):
            found = difference(a, b, tolerance)
            if found:
                differing += 1
                print(f"{kind} case {a[0]}: {a[1] if len(a) > 1 else ''}\n{found}")
    print(f"{2 * options.count - differing} of {2 * options.count} cases agree")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
