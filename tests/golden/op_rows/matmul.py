"""Products of vectors, matrices and batches of matrices."""
import torch
import torch.nn.functional as F

from op_rows.cases import rows_of, integers, nan, values, x

row = rows_of("matmul")

def product(*shapes_by_name):
    return [(name, [x(*shape) for shape in shapes]) for name, shapes in shapes_by_name]


row("matmul", torch.matmul, product(
    ("1x1", [(3,), (3,)]), ("1x2", [(3,), (3, 2)]), ("2x1", [(2, 3), (3,)]), ("2x2", [(2, 3), (3, 2)]),
    ("1x3", [(3,), (2, 3, 2)]), ("3x1", [(2, 2, 3), (3,)]), ("2x3", [(2, 3), (2, 3, 2)]), ("3x2", [(2, 2, 3), (3, 2)]),
    ("3x3", [(2, 2, 3), (2, 3, 2)]), ("3x3_broadcast", [(1, 2, 3), (2, 3, 2)]), ("4x3", [(2, 1, 2, 3), (2, 3, 1)]),
    ("4x4_broadcast", [(2, 1, 1, 2), (1, 2, 2, 1)]), ("4x1", [(2, 1, 2, 3), (3,)]),
    ("inner_empty", [(2, 0), (0, 3)]), ("rows_empty", [(0, 2), (2, 3)]), ("batch_empty", [(0, 2, 3), (3, 2)]),
    ("vectors_empty", [(0,), (0,)]),
) + [
    ("transposed_left", [x(2, 3, layout="transposed"), x(3, 2)]),
    ("transposed_both", [x(2, 3, layout="transposed"), x(3, 2, layout="transposed")]),
    ("strided", [x(2, 3, layout="strided"), x(3, 2, layout="strided")]),
    ("expanded", [x(2, 3, layout="expanded"), x(3, 2, layout="expanded")]),
    ("batch_transposed", [x(2, 2, 3, layout="transposed"), x(2, 3, 2)]),
    ("int64", [x(2, 3, domain=integers, dtype="Long"), x(3, 2, domain=integers, dtype="Long")]),
])
row("mm", torch.mm, product(("contiguous", [(2, 3), (3, 4)]), ("empty", [(2, 0), (0, 2)])) + [
    ("transposed", [x(3, 2, layout="transposed"), x(2, 3, layout="transposed")]),
    ("float32_tutorial", [x(2, 1, dtype="Float"), x(1, 1, dtype="Float")]),
    ("float32_three", [x(5, 3, dtype="Float"), x(3, 1, dtype="Float")]),
    ("float32_many", [x(5, 20, dtype="Float"), x(20, 3, dtype="Float")]),
], bits=True)
row("mv", torch.mv, product(("contiguous", [(2, 3), (3,)]), ("empty", [(2, 0), (0,)])) + [
    ("transposed", [x(2, 3, layout="transposed"), x(3, layout="strided")])])
row("dot", torch.dot, product(("contiguous", [(3,), (3,)]), ("empty", [(0,), (0,)])) + [
    ("strided", [x(3, layout="strided"), x(3)]), ("int64", [values([1, 2], "Long"), values([3, 4], "Long")])])
row("bmm", torch.bmm, product(("contiguous", [(2, 2, 3), (2, 3, 2)]), ("empty", [(0, 2, 3), (0, 3, 2)])) + [
    ("transposed", [x(2, 2, 3, layout="transposed"), x(2, 3, 2, layout="strided")])])
row("addmm", torch.addmm, product(
    ("contiguous", [(2, 4), (2, 3), (3, 4)]), ("broadcast_rows", [(4,), (2, 3), (3, 4)]),
    ("broadcast_zero_dim", [(), (2, 3), (3, 2)]), ("inner_empty", [(2, 2), (2, 0), (0, 2)])) + [
    ("transposed", [x(2), x(2, 3, layout="transposed"), x(3, 2, layout="transposed")]),
    ("float32_tutorial", [x(1, dtype="Float"), x(2, 1, dtype="Float"), x(1, 1, dtype="Float")]),
    ("float32_three", [x(1, dtype="Float"), x(5, 3, dtype="Float"), x(3, 1, dtype="Float")]),
], bits=True)
row("addmm_scaled", lambda a, b, c: torch.addmm(a, b, c, beta=0.5, alpha=-2), product(
    ("contiguous", [(2, 4), (2, 3), (3, 4)]), ("broadcast_rows", [(4,), (2, 3), (3, 4)])))
row("addmm_ignored", lambda a, b, c: torch.addmm(a, b, c, beta=0), [
    ("edge", [values([nan, nan]), x(2, 3), x(3, 2)])])
row("outer", torch.outer, product(("contiguous", [(2,), (3,)]), ("empty", [(0,), (3,)])) + [
    ("strided", [x(2, layout="strided"), x(3, layout="expanded")])])
row("linear", F.linear, product(
    ("rank1", [(3,), (2, 3), (2,)]), ("rank2", [(4, 3), (2, 3), (2,)]), ("rank3", [(2, 2, 3), (2, 3), (2,)]),
    ("no_bias", [(4, 3), (2, 3)]), ("empty", [(0, 3), (2, 3), (2,)])) + [
    ("float32_tutorial", [x(2, 1, dtype="Float"), x(1, 1, dtype="Float"), x(1, dtype="Float")])], bits=True)
