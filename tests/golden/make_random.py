#!/usr/bin/env python3
"""Writes random.txt: what PyTorch 1.13.1 (CPU, AVX2, no MKL) draws.

    /usr/bin/python3 tests/golden/make_random.py [FOLDER]     (default: this folder)

Every line is one call on one generator, in order, so state carries over from line to line:

    seed <seed>
    <operation> <dtype> <n> <arguments...> : <hash> <first values...>
    <operation> <dtype> <first n>..<last n> <arguments...> : <hash>

The second form makes one call for every n. The hash is 64-bit FNV-1a over the bytes of all elements.
Floating-point values are hexadecimal. `arange` and `linspace` stand here for their bits too.
"""

import os
import pathlib
import sys

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"  # read while torch is loaded

import torch

DTYPES = {
    "float": torch.float32,
    "double": torch.float64,
    "int64": torch.int64,
    "int32": torch.int32,
    "int16": torch.int16,
    "int8": torch.int8,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
FLOATS = ("float", "double")
INTEGERS = ("int64", "int32", "int16", "int8", "uint8")

generator = torch.Generator()
output = []


def empty(dtype, n):
    return torch.empty(n, dtype=DTYPES[dtype])


def probabilities(n, dtype):
    """0, 1/8 .. 1, 0, 1/8 .. exact in every floating type."""
    return torch.tensor([(k % 9) / 8 for k in range(n)], dtype=DTYPES[dtype])


def normal_strided(dtype, n, mean, std):
    """Memory that is not contiguous takes the pairwise algorithm for every n."""
    return torch.empty(n, 2, dtype=DTYPES[dtype])[:, 0].normal_(mean, std, generator=generator)


OPERATIONS = {
    "uniform": lambda t, n, a, b: empty(t, n).uniform_(a, b, generator=generator),
    "normal": lambda t, n, mean, std: empty(t, n).normal_(mean, std, generator=generator),
    "normal_by_pairs": normal_strided,
    "random_from_to": lambda t, n, a, b: empty(t, n).random_(a, b, generator=generator),
    "random_full": lambda t, n: empty(t, n).random_(generator=generator),
    "bernoulli": lambda t, n, p: empty(t, n).bernoulli_(p, generator=generator),
    "bernoulli_float": lambda t, n: empty(t, n).bernoulli_(
        probabilities(n, "float"), generator=generator
    ),
    "bernoulli_double": lambda t, n: empty(t, n).bernoulli_(
        probabilities(n, "double"), generator=generator
    ),
    "exponential": lambda t, n, rate: empty(t, n).exponential_(rate, generator=generator),
    "randperm": lambda t, n: torch.randperm(n, dtype=DTYPES[t], generator=generator),
    "arange": lambda t, n, start, step: torch.arange(
        start, start + n * step if t in INTEGERS else start + (n - 0.5) * step, step, dtype=DTYPES[t]
    ),
    "linspace": lambda t, n, start, end: torch.linspace(start, end, n, dtype=DTYPES[t]),
}


def fnv1a(data, value=0xCBF29CE484222325):
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def text(value):
    if isinstance(value, float):
        return value.hex()
    return str(int(value))


def call(operation, dtype, n, *arguments):
    result = OPERATIONS[operation](dtype, n, *arguments)
    assert result.numel() == n, (operation, dtype, n, arguments)
    return result


def line(operation, dtype, n, arguments, results, values=()):
    head = " ".join([operation, dtype, n] + [text(a) for a in arguments])
    digest = fnv1a(b"".join(r.contiguous().numpy().tobytes() for r in results))
    output.append(" ".join([head, ":", f"{digest:016x}"] + [text(v) for v in values]))


def one(operation, dtype, n, *arguments, shown=20):
    result = call(operation, dtype, n, *arguments)
    line(operation, dtype, str(n), arguments, [result], result[:shown].tolist())


def sweep(operation, dtype, last, *arguments):
    results = [call(operation, dtype, n, *arguments) for n in range(1, last + 1)]
    line(operation, dtype, f"1..{last}", arguments, results)


def seed(value):
    output.append(f"seed {value}")
    generator.manual_seed(value)


def every_operation(run):
    for dtype in FLOATS:
        run("uniform", dtype, 0.0, 1.0)
        run("uniform", dtype, -0.57735, 0.57735)
        run("normal", dtype, 0.0, 1.0)
        run("normal", dtype, 1.5, 0.3)
        run("normal_by_pairs", dtype, -1.0, 0.7)
        run("exponential", dtype, 1.0)
        run("exponential", dtype, 0.3)
    for dtype in DTYPES:
        top = 2 if dtype == "bool" else 100
        run("random_from_to", dtype, 0, top)
        run("random_full", dtype)
        run("bernoulli", dtype, 0.5)
        run("bernoulli", dtype, 0.1)
        run("bernoulli_float", dtype)
        run("bernoulli_double", dtype)
    run("random_from_to", "int64", -5, 2**33)
    run("random_from_to", "int64", -(2**62), 2**62)
    run("random_from_to", "double", -(2**40), 2**40)
    run("random_from_to", "int32", -(2**31), 2**31 - 1)
    run("random_from_to", "int8", -128, 127)


def main():
    torch.set_num_threads(1)
    output.append("# Made by make_random.py with PyTorch 1.13.1: the format is explained there.")

    for value in (0, 1, 1234, -1):
        seed(value)
        every_operation(lambda op, dtype, *arguments: sweep(op, dtype, 40, *arguments))
        for dtype in ("int64", "int32", "float"):
            sweep("randperm", dtype, 40)
            one("randperm", dtype, 1000, shown=5)

    seed(1234)
    every_operation(lambda op, dtype, *arguments: one(op, dtype, 1000, *arguments))
    for n in (70000, 2**20):
        for dtype in FLOATS:
            one("uniform", dtype, n, 0.0, 1.0, shown=2)
            one("normal", dtype, n, 0.0, 1.0, shown=2)
        one("randperm", "int64", n, shown=2)

    # The cached half of a pair outlives calls of any other kind, and a seed drops it.
    seed(0)
    for n in (1, 16, 3, 17, 2, 40, 5):
        for dtype in FLOATS:
            one("normal", dtype, n, 0.5, 2.0, shown=3)
            one("uniform", dtype, n, 0.0, 1.0, shown=1)
            one("bernoulli", dtype, n, 0.5, shown=1)
            one("normal_by_pairs", dtype, n, 0.0, 1.0, shown=3)
            one("randperm", "int64", n, shown=1)
    seed(0)
    one("normal", "float", 1, 0.0, 1.0)
    seed(0)
    one("normal", "float", 1, 0.0, 1.0)

    for dtype in FLOATS:
        one("arange", dtype, 40, -2.0, 0.1)
        one("arange", dtype, 1000, 5.0, -0.3)
        sweep("arange", dtype, 80, 0.25, 0.7)
        one("linspace", dtype, 40, -2.0, 1.9)
        sweep("linspace", dtype, 80, -3.3, 7.1)
    for dtype in INTEGERS:
        one("arange", dtype, 50, 100, -2)
        sweep("arange", dtype, 40, 3, 2)
        one("linspace", dtype, 40, 3, 100, shown=40)
        sweep("linspace", dtype, 150, 100, 7)

    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    folder = folder if folder.is_dir() else folder.parent
    (folder / "random.txt").write_text("\n".join(output) + "\n")


if __name__ == "__main__":
    main()
