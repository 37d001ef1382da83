"""Comparisons, logic and tests for special values."""
import torch

from op_rows.cases import rows_of, inf, mask, nan, special, values, x

row = rows_of("comparison")

for _name in ["eq", "ne", "lt", "le", "gt", "ge"]:
    _compare = getattr(torch, _name)
    row(_name, _compare, [
        ("contiguous", [values([1, 2, 3]), values([1, 3, 2])]),
        ("transposed", [x(2, 3, layout="transposed"), x(2, 3)]),
        ("broadcast", [values([1, 2, 3], shape=(3, 1)), values([1, 2, 3])]),
        ("zero_dim", [values([1], shape=()), values([1, 2])]),
        ("empty", [x(0, 3), x(3)]),
        ("int64", [values([1, 2, 3], "Long"), values([1, 3, 2], "Long")]),
        ("int64_float32", [values([1, 2, 3], "Long"), values([1, 2.5, 2], "Float")]),
        ("bool", [mask([0, 0, 1, 1]), mask([0, 1, 0, 1])]),
        ("edge", [values([nan, nan, inf, -inf, -0.0]), values([nan, 1, inf, inf, 0])]),
    ])
    row(_name + "_scalar", lambda a, compare=_compare: compare(a, 1), [
        ("contiguous", [values([0.5, 1, 3, -1], shape=(2, 2))]),
        ("int64", [values([0, 1, 2], "Long")]),
        ("uint8", [values([0, 1, 2], "Byte")]),
        ("empty", [x(0)]),
        ("edge", [values([nan, inf])]),
    ])
for _name in ["logical_and", "logical_or", "logical_xor"]:
    row(_name, getattr(torch, _name), [
        ("bool", [mask([0, 0, 1, 1]), mask([0, 1, 0, 1])]),
        ("broadcast", [mask([0, 1], (2, 1)), mask([0, 1])]),
        ("float", [values([0, -0.0, 2, nan]), values([0, 1, 0.5, 1])]),
        ("int64_bool", [values([0, 3], "Long"), mask([1, 1])]),
        ("empty", [mask([], (0,)), mask([1])]),
    ])
row("logical_not", torch.logical_not, [
    ("bool", [mask([0, 1])]), ("float", [values([0, -0.0, 2, nan])]), ("int64", [values([0, 3], "Long")])])
_bitwise = [
    ("bool", [mask([0, 0, 1, 1]), mask([0, 1, 0, 1])]), ("broadcast", [mask([0, 1], (2, 1)), mask([0, 1])]),
    ("int64", [values([12, -1, 5], "Long"), values([10, 6, -8], "Long")]),
    ("uint8_int32", [values([12, 255], "Byte"), values([10, -6], "Int")])]
row("bitwise_and", lambda a, b: a & b, _bitwise)
row("bitwise_or", lambda a, b: a | b, _bitwise)
row("bitwise_xor", lambda a, b: a ^ b, _bitwise)
row("bitwise_not", lambda a: ~a, [
    ("bool", [mask([0, 1])]), ("int64", [values([12, -1], "Long")]), ("uint8", [values([12, 255], "Byte")])])
row("isclose", torch.isclose, [
    ("near", [values([1, 1, 1, 0, 0]), values([1, 1 + 5e-6, 1 + 5e-5, 5e-9, 5e-8])]),
    ("special", [values([nan, inf, inf, inf]), values([nan, inf, -inf, 1])]),
    ("int64", [values([1, 2], "Long"), values([1, 3], "Long")]), ("broadcast", [x(2, 1), x(3)])])
row("isclose_equal_nan", lambda a, b: torch.isclose(a, b, rtol=0.5, atol=0.25, equal_nan=True), [
    ("special", [values([nan, 1, 1]), values([nan, 2, 4])])])
for _name in ["isnan", "isinf", "isfinite"]:
    row(_name, getattr(torch, _name), [
        ("edge", [values(special)]), ("edge_float32", [values(special, "Float")]),
        ("int64", [values([0, 3], "Long")]), ("empty", [x(0, 2)]), ("transposed", [x(2, 3, layout="transposed")])])
