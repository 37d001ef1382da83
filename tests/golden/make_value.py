#!/usr/bin/env python3
"""Writes value.txt: scalar operations and expressions, their values and gradients, from PyTorch in
float64.

    /usr/bin/python3 tests/golden/make_value.py [FILE]     (default: value.txt beside this script)

Every line is

    <name> <inputs...> = <result> <dresult/dinput...>

with hexadecimal floats. The last two lines are the expressions of micrograd's own test
(A. Karpathy, micrograd, test/test_engine.py).
"""

import pathlib
import sys

import torch

INF = float("inf")
NAN = float("nan")

UNARY = {
    "neg": lambda x: -x,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "abs": torch.abs,
}
UNARY_POINTS = [-745.0, -20.0, -2.5, -0.75, -1e-8, -0.0, 0.0, 1e-8, 0.3, 1.0, 2.5, 20.0, 745.0, INF, NAN]

BINARY = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": torch.pow,
    "max": torch.maximum,
    "min": torch.minimum,
}
BINARY_POINTS = [
    (2.0, -3.0), (-3.0, 2.0), (1.5, 1.5), (0.1, 7.0), (2.25, 0.5), (-1.25, 3.0), (-1.25, 2.5),
    (0.0, 2.0), (0.0, 0.0), (0.0, -1.0), (3.0, 0.0), (-2.0, 0.0), (NAN, 1.0), (1.0, NAN), (INF, 2.0),
]  # fmt: skip


def sanity_check(x):
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    return h + q + q * x


def more_operations(a, b):
    c = a + b
    d = a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + (b + a).relu())
    d = d + (3 * d + (b - a).relu())
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def line(name, function, inputs):
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    result = function(*leaves)
    result.backward()
    right = [result.item()] + [leaf.grad.item() for leaf in leaves]
    return " ".join([name, *(x.hex() for x in inputs), "=", *(x.hex() for x in right)])


def main():
    torch.set_num_threads(1)
    lines = ["# Made by make_value.py with PyTorch 1.13.1: the format is explained there."]
    for name, function in UNARY.items():
        lines += [line(name, function, [x]) for x in UNARY_POINTS]
    for name, function in BINARY.items():
        lines += [line(name, function, pair) for pair in BINARY_POINTS]
    lines.append(line("sanity_check", sanity_check, [-4.0]))
    lines.append(line("more_operations", more_operations, [-4.0, 2.0]))
    path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "value.txt"
    pathlib.Path(path).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
