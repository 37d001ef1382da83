#!/usr/bin/env python3
"""Draws layers with options at random and compares glassgrad with libtorch 1.13: printed form, random
start, values, gradients, second gradients, errors; in float and in double.

    tests/torch/random/compare.py [--first N] [--count N] [--library build/release/libglassgrad.a]
"""

import argparse
import collections
import math
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TOLERANCE = {"float": 1e-5, "double": 1e-12}

# What differs and may: type, printed form, greatest difference, why.
KNOWN = [
    ("double", r"activation 1$", 1e-8,
     "hardsigmoid: libtorch's derivative has 1/6 as a float, in double too"),
    ("float", r"torch::nn::LPPool\dd\(norm_type=3", 5e-4,
     "the second derivative of (x^3)^(1/3) is a difference of numbers up to 2048, for x as small as 1/2048"),
    ("float", r"torch::nn::((Layer|Batch|Group|Instance)Norm|TransformerEncoderLayer)", 2e-4,
     "normalization of one value, or of nearly equal ones: (x - mean) / sqrt(eps) is 316 times a rounding"),
]
# What of a line may differ: of the printed form, ours, theirs, why.
KNOWN_LINES = [
    (r"torch::nn::Unfold", r"\(\d+, \d+\), kernel_size", r"\(\d+, \d+\), kernel_size",
     "an error of Unfold: libtorch prints the height twice"),
    (r"torch::nn::ReflectionPad1d", r"", r"(?<=error )2", "an error of ReflectionPad1d: libtorch begins it with a 2"),
]
NO_DERIVATIVE = "libtorch records that a gradient depends on x, and has no derivative (\"second none\")"


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


def known(kind, title, worst):
    """Why numbers of that layer may differ that much, or None."""
    for of_kind, of_title, most, why in KNOWN:
        if kind == of_kind and re.match(of_title, title) and worst <= most:
            return why
    return None


def difference(ours, theirs, kind):
    """What differs first and whether that is known: (text, reason or None), or None."""
    title, reason = ours[1] if len(ours) > 1 else "", None
    if "second none" in theirs and "second none" not in ours:
        theirs = [line for line in theirs if line != "second none"]
        reason = NO_DERIVATIVE
    for a, b in zip(ours, theirs):
        if a == b:
            continue
        if b == "error of another kind":
            return None
        head_a, _, numbers_a = a.partition("] ")
        head_b, _, numbers_b = b.partition("] ")
        if a.startswith("error"):
            whys = [why for of_title, x, y, why in KNOWN_LINES if re.match(of_title, title)
                    and re.sub(x, "", a, count=1) == re.sub(y, "", b, count=1)]
            if whys:
                reason = whys[0]
                continue
        if head_a != head_b or not numbers_a or a.startswith("error"):
            return f"  ours   {a[:200]}\n  theirs {b[:200]}", None
        x, y = ([float(word) for word in line.split()] for line in (numbers_a, numbers_b))
        exact = a.startswith(("parameter", "random"))
        scale = max([1.0] + [abs(v) for v in y if math.isfinite(v)])
        worst = max((abs(u - v) for u, v in zip(x, y) if math.isfinite(u) or math.isfinite(v)),
                    default=0)
        if len(x) == len(y) and not exact and worst > TOLERANCE[kind] * scale:
            reason = reason or known(kind, title, worst / scale)
            if reason:
                continue
        if len(x) != len(y) or exact or not worst <= TOLERANCE[kind] * scale:
            return f"  {head_a}]: differ by {worst:g} of {scale:g}", None
    if len(ours) != len(theirs) and theirs[-1] != "error of another kind":
        return f"  {len(ours)} lines and {len(theirs)}", None
    return ("", reason) if reason else None


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
    differing, expected = 0, collections.Counter()
    for kind in TOLERANCE:
        for a, b in zip(cases(ours, options, kind), cases(theirs, options, kind)):
            found = difference(a, b, kind)
            if found and found[1]:
                expected[found[1]] += 1
            elif found:
                differing += 1
                print(f"{kind} case {a[0]}: {a[1] if len(a) > 1 else ''}\n{found[0]}")
    agreeing = 2 * options.count - differing - sum(expected.values())
    print(f"{agreeing} of {2 * options.count} cases agree")
    for why, count in expected.most_common():
        print(f"{count} differ as they may: {why}")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
