#!/usr/bin/env python3
"""Writes ops.txt: what PyTorch 1.13.1 answers to every row of op_rows/.

    /usr/bin/python3 tests/golden/make_ops.py [--seed N] [FILE]     (default: seed 0, ops.txt beside this file)

The same seed gives the same file. Another seed gives the same cases with other numbers; GLASSGRAD_OPS_FILE=FILE makes
the tests read it. README.md describes the format.
"""
import argparse
import os
import pathlib
import random
import sys

os.environ["OPENBLAS_CORETYPE"] = "Haswell"  # both are read while torch is loaded; see make_tutorial.py
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch

sys.dont_write_bytecode = True
import op_rows

DTYPES = {
    "Double": torch.float64, "Float": torch.float32, "Long": torch.int64,
    "Int": torch.int32, "Byte": torch.uint8, "Bool": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


# ---- numbers as text -----------------------------------------------------------------------------

def number(value):
    """The shortest text that strtod reads back to the same bits: decimal where that is short, else hexadecimal."""
    if isinstance(value, (bool, int)):
        return str(int(value))
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return str(value)
    decimal = repr(value)
    if len(decimal) <= 9:
        return decimal[:-2] if decimal.endswith(".0") else decimal
    mantissa, exponent = value.hex().split("p")
    return mantissa.rstrip("0").rstrip(".") + "p" + exponent.replace("+", "")


def tensor_text(tensor):
    shape = ",".join(str(size) for size in tensor.shape)
    values = tensor.detach().contiguous().view(-1).tolist()
    return " ".join([NAMES[tensor.dtype], f"[{shape}]"] + [number(value) for value in values])


# ---- tensors of a given memory layout ------------------------------------------------------------

def with_layout(values, layout):
    """The same values (a contiguous tensor) with other strides; tests/support/golden_tensor.cpp does the same."""
    if layout == "contiguous":
        return values
    if layout == "transposed":  # dimensions in reverse order in memory
        order = list(range(values.dim()))[::-1]
        return values.permute(order).contiguous().permute(order)
    if layout == "strided":  # every second element of the last dimension, starting at offset 1
        wide = torch.zeros(*values.shape[:-1], 2 * values.shape[-1] + 1, dtype=values.dtype)
        wide[..., 1::2] = values
        return wide[..., 1::2]
    if layout == "expanded":  # stride 0 in the first dimension
        return values[:1].contiguous().expand(values.shape)
    raise ValueError(layout)


def make_input(spec, rng):
    count = 1
    for size in spec.shape:
        count *= size
    if spec.values is not None:
        numbers = list(spec.values)
    else:
        numbers = op_rows.draw(spec.domain, count, rng)
    values = torch.tensor(numbers, dtype=torch.float64).view(spec.shape).to(DTYPES[spec.dtype])
    if spec.layout == "expanded":
        values = values[:1].expand(values.shape).contiguous()
    return with_layout(values, spec.layout)


# ---- one case ------------------------------------------------------------------------------------

def as_list(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def case_lines(row, variant, specs, seed):
    """The lines of one case: inputs, outputs, random output gradients, gradients."""
    rng = random.Random(f"{row.name}/{variant}/{seed}")
    inputs = [make_input(spec, rng) for spec in specs]
    flags = sorted(row.flags(variant))
    lines = [" ".join(["case", f"{row.name}/{variant}"] + flags)]
    for spec, tensor in zip(specs, inputs):
        text = tensor_text(tensor).split(" ", 2)
        lines.append(" ".join(["in", spec.layout] + text))

    leaves = [tensor.detach().requires_grad_() if tensor.is_floating_point() and not spec.constant else tensor
              for spec, tensor in zip(specs, inputs)]
    outputs = as_list(row.function(*leaves))
    lines += ["out " + tensor_text(output) for output in outputs]

    roots = [output for output in outputs if output.requires_grad]
    if not roots:
        return lines
    cotangents = [torch.tensor(op_rows.draw(op_rows.real, root.numel(), rng), dtype=root.dtype).view(root.shape)
                  for root in roots]
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    gradients = iter(torch.autograd.grad(roots, wanted, cotangents, allow_unused=True))
    lines += ["cotangent " + tensor_text(cotangent) for cotangent in cotangents]
    for leaf in leaves:
        if not leaf.requires_grad:
            lines.append("gradient none")
            continue
        gradient = next(gradients)
        lines.append("gradient " + tensor_text(torch.zeros_like(leaf) if gradient is None else gradient))
    return lines


# ---- types and errors ----------------------------------------------------------------------------

def result_type(function, *arguments):
    """A type; Error; or - where PyTorch has just not implemented it."""
    try:
        return NAMES.get(function(*arguments).dtype, "other")
    except RuntimeError as error:
        return "-" if "not implemented for" in str(error) else "Error"


def promotion_lines():
    """`promotion OP KIND LEFT results...`: one result type for each right operand type, in the order of DTYPES."""
    lines = ["promotion order " + " ".join(DTYPES)]
    for name, function in op_rows.promotion_unary.items():
        results = [result_type(function, torch.ones(2, dtype=right)) for right in DTYPES.values()]
        lines.append(" ".join(["promotion", name, "unary", "-"] + results))
    for name, function in op_rows.promotion_binary.items():
        for kind, left_shape, right_shape in [("dim_dim", (2,), (2,)), ("dim_zero", (2,), ()), ("zero_dim", (), (2,))]:
            for left_name, left in DTYPES.items():
                results = [result_type(function, torch.ones(left_shape, dtype=left), torch.ones(right_shape, dtype=right))
                           for right in DTYPES.values()]
                lines.append(" ".join(["promotion", name, kind, left_name] + results))
    for name, function in op_rows.promotion_scalar.items():
        for scalar_name, scalar in [("int", 1), ("double", 1.0), ("bool", True)]:
            for kind, shape in [("dim", (2,)), ("zero", ())]:
                results = [result_type(function, torch.ones(shape, dtype=left), scalar) for left in DTYPES.values()]
                lines.append(" ".join(["promotion", name, f"scalar_{kind}", scalar_name] + results))
    return lines


def error_lines():
    """`error ID TEXT`: the first line of the text that the wrong call throws."""
    lines = []
    for name, call in op_rows.errors.items():
        try:
            call()
        except (RuntimeError, IndexError) as error:
            lines.append(f"error {name} " + str(error).split("\n")[0])
        else:
            raise AssertionError(f"{name} did not throw")
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=pathlib.Path(__file__).parent / "ops.txt")
    arguments = parser.parse_args()

    lines = [f"# PyTorch {torch.__version__}, written by make_ops.py, seed {arguments.seed}. Format: README.md."]
    for row in op_rows.rows:
        lines += [f"row {row.group} {row.name}"]
        for variant, specs in row.cases:
            lines += case_lines(row, variant, specs, arguments.seed)
    lines += promotion_lines()
    lines += error_lines()
    arguments.file.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
