#!/usr/bin/env python3
"""Writes python_repr.txt: what Python prints for numbers and for PyTorch 1.13.1 tensors.

    /usr/bin/python3 tests/golden/make_repr.py [FILE]     (default: python_repr.txt beside this script)

Each case is a line that says how to make the value, then what `repr` gives, each line after "> ":

    double HEX
    tensor DTYPE SIZES LAYOUT RECORDED : VALUES

SIZES        2x3; `scalar` for no dimension
LAYOUT       contiguous, or transposed: made with the sizes reversed, then all dimensions reversed
RECORDED     plain, requires_grad, or the name of what was applied to a leaf that requires a gradient
VALUES       C hexadecimal floats in row-major order, or `linear A B`: element i is A + B * i
"""
import pathlib
import random
import struct
import sys

import torch

RECORDED = {
    "plain": lambda x: x,
    "requires_grad": lambda x: x.requires_grad_(),
    "sigmoid": lambda x: torch.sigmoid(x.requires_grad_()),
    "add_scalar": lambda x: x.requires_grad_() + 2,
    "sub_scalar": lambda x: x.requires_grad_() - 2,
    "mul_scalar": lambda x: x.requires_grad_() * 2,
    "div_scalar": lambda x: x.requires_grad_() / 2,
    "mul": lambda x: x.requires_grad_() * x,
    "neg": lambda x: -x.requires_grad_(),
    "mean": lambda x: x.requires_grad_().mean(),
}


def quoted(text):
    return "".join(f"> {line}\n" for line in text.split("\n"))


def number(value):
    return f"double {value.hex()}\n" + quoted(repr(value))


def tensor(dtype, sizes, values, layout="contiguous", recorded="plain"):
    made = [v for v in values] if isinstance(values, list) else None
    if made is None:
        first, step = values
        count = 1
        for size in sizes:
            count *= size
        made = [first + step * i for i in range(count)]
        spec = f"linear {float(first).hex()} {float(step).hex()}"
    else:
        spec = " ".join(float(v).hex() for v in made)
    x = torch.tensor(made, dtype=torch.float64).to(getattr(torch, dtype))
    if layout == "transposed":
        x = x.view(sizes[::-1]).permute(*reversed(range(len(sizes))))
    else:
        x = x.view(sizes)
    shape = "x".join(map(str, sizes)) or "scalar"
    return f"tensor {dtype} {shape} {layout} {recorded} : {spec}\n" + quoted(repr(RECORDED[recorded](x)))


def as_float32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def numbers(rng):
    yield from (0.0, -0.0, 1.0, -2.0, 0.1, 0.5, 100.0, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 5e-324,
                1.7976931348623157e308, 0.0001, 0.00012, 0.00001, 9999999999999998.0, float("inf"), -float("inf"),
                float("nan"), 0.0007497303886339068, 5.960464477539063e-08, 1 / 3, 2 / 3)
    for _ in range(150):
        yield struct.unpack("d", struct.pack("Q", rng.getrandbits(64)))[0]
    for _ in range(150):
        yield as_float32(rng.uniform(-1, 1) * 10 ** rng.randint(-9, 20))


def values_for(rng, dtype, count):
    if dtype == "bool":
        return [float(rng.getrandbits(1)) for _ in range(count)]
    if dtype == "uint8":
        return [float(rng.randint(0, 255)) for _ in range(count)]
    if dtype in ("int32", "int64"):
        high = 10 ** rng.randint(1, 9)
        return [float(rng.randint(-high, high)) for _ in range(count)]
    scale = 10.0 ** rng.randint(-6, 9)
    kind = rng.choice(["normal", "integers", "wide", "some_zero", "nonfinite"])
    made = []
    for _ in range(count):
        value = rng.gauss(0, 1) * scale
        if kind == "integers":
            value = float(rng.randint(-20, 20) * rng.choice([1, 1, 100]))
        elif kind == "wide":
            value = rng.gauss(0, 1) * 10.0 ** rng.randint(-8, 8)
        elif kind == "some_zero" and rng.random() < 0.4:
            value = rng.choice([0.0, -0.0])
        elif kind == "nonfinite" and rng.random() < 0.3:
            value = rng.choice([float("inf"), -float("inf"), float("nan")])
        made.append(as_float32(value))
    return made


def tensors(rng):
    dtypes = ["float32"] * 5 + ["float64", "int64", "int32", "uint8", "bool"]
    shapes = [(), (1,), (3,), (12,), (25,), (1, 1), (2, 3), (4, 11), (3, 1), (2, 2, 2), (1, 3, 2), (2, 1, 2, 2)]
    for _ in range(420):
        dtype, sizes = rng.choice(dtypes), rng.choice(shapes)
        recorded = rng.choice(list(RECORDED)) if dtype.startswith("float") and rng.random() < 0.5 else "plain"
        layout = "transposed" if len(sizes) > 1 and rng.random() < 0.3 else "contiguous"
        count = 1
        for size in sizes:
            count *= size
        yield tensor(dtype, sizes, values_for(rng, dtype, count), layout, recorded)
    for dtype in ("float32", "float64", "int64", "int32", "uint8", "bool"):  # no element
        for sizes in ((0,), (0, 3), (2, 0, 2)):
            yield tensor(dtype, sizes, [])
    yield tensor("float32", (0, 3), [], recorded="requires_grad")
    for sizes in ((1000,), (1001,), (5000,), (40, 50), (2, 501), (501, 2), (7, 7, 30), (6, 6, 30), (3, 400, 2)):
        yield tensor("int64", sizes, (0, 3))  # around the size from which the middle is left out
        yield tensor("float32", sizes, (-2.0, 0.25))
        yield tensor("float32", sizes, (0.5, 1.0), "transposed", "mul_scalar")
    yield tensor("float64", (1100,), (1.0, 2.0**-20), recorded="requires_grad")
    for length in range(1, 20):  # a suffix moves to its own line when it no longer fits
        yield tensor("float64", (length,), (0.5, 1.0), recorded="sigmoid")
        yield tensor("float32", (2, length), (0.5, 1.0), recorded="requires_grad")


def main():
    rng = random.Random(20)
    default = pathlib.Path(__file__).parent / "python_repr.txt"
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.write_text("".join([number(v) for v in numbers(rng)] + list(tensors(rng))))


if __name__ == "__main__":
    main()
