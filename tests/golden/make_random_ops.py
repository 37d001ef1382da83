#!/usr/bin/env python3
"""Writes random_ops.txt: random and range tensors of PyTorch 1.13.1 (CPU, AVX2, no MKL).

    /usr/bin/python3 tests/golden/make_random_ops.py [FOLDER]     (default: this folder)

One line a tensor, drawn in this order from the default generator, which is seeded with 0 at the first:

    <name> <dtype> <sizes> : <hash> <first values...>

The hash is 64-bit FNV-1a over the bytes of all elements in row-major order. Floating-point values are
hexadecimal. tests/autograd/ops/random_test.cpp makes the same tensors, under the same names.
"""

import math
import pathlib
import sys

from make_random import DTYPES, fnv1a, text, torch

f32, f64, i64, i32, u8 = torch.float32, torch.float64, torch.int64, torch.int32, torch.uint8
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def linear_bounds(fan_in):
    """Of torch.nn.Linear.reset_parameters: kaiming_uniform_ with a = sqrt(5), then 1 / sqrt(fan_in)."""
    gain = math.sqrt(2.0 / (1 + math.sqrt(5) ** 2))
    return math.sqrt(3.0) * (gain / math.sqrt(fan_in)), 1 / math.sqrt(fan_in)


def tensors():
    weight, bias = linear_bounds(1)
    yield "linear_weight", torch.empty(1, 1).uniform_(-weight, weight)
    yield "linear_bias", torch.empty(1).uniform_(-bias, bias)

    yield "rand", torch.rand(2, 3)
    yield "rand_double", torch.rand(5, dtype=f64)
    yield "randn_short", torch.randn(3, 4)
    yield "randn", torch.randn(5, 5)
    yield "randn_double", torch.randn(3, 7, dtype=f64)
    yield "rand_like_transposed", torch.rand_like(torch.zeros(4, 5).t())
    yield "randn_like_transposed", torch.randn_like(torch.zeros(4, 5).t())
    yield "randn_like_sliced", torch.randn_like(torch.zeros(4, 12)[:, ::2])

    yield "uniform_transposed", torch.empty(4, 5).t().uniform_(-1, 1)
    yield "normal_transposed", torch.empty(4, 5).t().normal_(1, 2)
    yield "uniform_permuted", torch.empty(2, 3, 4).permute(2, 0, 1).uniform_()
    yield "uniform_columns", torch.zeros(4, 6)[:, ::2].uniform_()
    yield "normal_columns", torch.zeros(4, 10)[:, ::2].normal_()
    yield "normal_rows", torch.zeros(6, 8)[::2].normal_()
    yield "normal_some_rows", torch.zeros(9, 8)[2:7].normal_()
    yield "uniform_columns_transposed", torch.zeros(4, 6)[:, ::2].t().uniform_()
    yield "normal_one_column", torch.zeros(20, 3, dtype=f64)[:, 1].normal_()
    yield "exponential_transposed", torch.empty(4, 5).t().exponential_(0.5)
    yield "exponential_double", torch.empty(20, dtype=f64).exponential_()

    yield "normal_sizes", torch.normal(0.5, 2.0, (5,))
    yield "normal_mean", torch.normal(torch.arange(20.0), 0.5)
    yield "normal_std", torch.normal(1.0, torch.linspace(0, 1, 20))
    yield "normal_broadcast", torch.normal(torch.zeros(3, 1), torch.full((4,), 3.0))
    yield "normal_mixed", torch.normal(torch.ones(20, dtype=f64), torch.full((20,), 0.1))

    yield "randint", torch.randint(10, (3, 4))
    yield "randint_low", torch.randint(-5, 5, (7,))
    yield "randint_wide", torch.randint(-(2**40), 2**40, (5,))
    yield "randint_float", torch.randint(3, (5,), dtype=f32)
    yield "randint_bool", torch.randint(2, (20,), dtype=torch.bool)
    yield "randint_like", torch.randint_like(torch.zeros(2, 3).t(), 2, 9)
    yield "random_transposed", torch.empty(4, 5, dtype=i64).t().random_(100)
    for dtype in (f32, f64, i64, i32, u8, torch.bool):
        yield f"random_{NAMES[dtype]}", torch.empty(10, dtype=dtype).random_()
        yield f"random_from_{NAMES[dtype]}", torch.empty(10, dtype=dtype).random_(1, None)
    for dtype in (f32, f64, i64):
        yield f"random_everything_{NAMES[dtype]}", torch.empty(5, dtype=dtype).random_(-(2**63), None)
    yield "random_rounded_bounds", torch.empty(20).random_(-(2**25) - 1, 2**25 + 3)
    yield "random_rounded_from", torch.empty(20).random_(2**26 + 1, 2**26 + 11)
    yield "randperm", torch.randperm(10)
    yield "randperm_float", torch.randperm(10, dtype=f32)

    yield "bernoulli_half", torch.empty(4, 5).t().bernoulli_()
    yield "bernoulli_int64", torch.empty(20, dtype=i64).bernoulli_(0.3)
    yield "bernoulli_row", torch.empty(3, 4).bernoulli_(torch.tensor([0.1, 0.5, 0.9, 0.3]))
    p = torch.linspace(0, 1, 12).reshape(3, 4)
    yield "bernoulli_by_memory", torch.empty(4, 3).t().bernoulli_(p)
    yield "bernoulli_tensor", torch.bernoulli(p)
    yield "bernoulli_tensor_transposed", torch.bernoulli(p.t())
    yield "bernoulli_tensor_double", torch.bernoulli(p.double())
    yield "bernoulli_sliced", torch.zeros(3, 8, dtype=u8)[:, ::2].bernoulli_(p)
    yield "bernoulli_like", torch.bernoulli(p, 0.25)

    weights = torch.linspace(0.1, 2.0, 30).reshape(3, 10)
    yield "multinomial_one", torch.multinomial(weights, 1)
    yield "multinomial_some", torch.multinomial(weights, 4)
    yield "multinomial_all", torch.multinomial(weights[0], 10)
    yield "multinomial_double", torch.multinomial(weights.double(), 3)
    yield "multinomial_transposed", torch.multinomial(weights.t(), 2)
    yield "multinomial_replacement", torch.multinomial(weights, 7, True)
    yield "multinomial_replacement_1d", torch.multinomial(weights[1].double(), 25, True)
    yield "multinomial_replacement_transposed", torch.multinomial(weights.t(), 3, True)

    yield "state", torch.get_rng_state()
    yield "uniform_after_state", torch.rand(3)

    yield "arange_default", torch.arange(-2, 2, 0.1)
    yield "arange_integers", torch.arange(3, 20, 4)
    yield "arange_down", torch.arange(5, -5, -3, dtype=f64)
    yield "arange_int32", torch.arange(0.5, 7.5, 2, dtype=i32)
    yield "arange_int64_from_fractions", torch.arange(0.5, 7.5, 2, dtype=i64)
    yield "linspace_default", torch.linspace(-3.3, 7.1, 41)
    yield "linspace_int64", torch.linspace(0.7, 20.9, 7, dtype=i64)

    yield "bernoulli_like_transposed", torch.bernoulli(p.t(), 0.25)
    yield "normal_mean_transposed", torch.normal(p.repeat(2, 2).t(), 0.5)
    yield "normal_std_transposed", torch.normal(1.0, p.repeat(2, 2).t())


def line(name, t):
    sizes = "x".join(str(n) for n in t.shape)
    digest = fnv1a(t.contiguous().numpy().tobytes())
    values = t.flatten()[:5].tolist()
    return " ".join([name, NAMES[t.dtype], sizes, ":", f"{digest:016x}"] + [text(v) for v in values])


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    lines = ["# Made by make_random_ops.py with PyTorch 1.13.1: the format is explained there."]
    lines += [line(name, t) for name, t in tensors()]
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    folder = folder if folder.is_dir() else folder.parent
    (folder / "random_ops.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
