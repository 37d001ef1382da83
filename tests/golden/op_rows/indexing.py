"""Reading and writing elements that integers, masks and slices name."""
import torch
import torch.nn.functional as F

from op_rows.cases import rows_of, index, indexed, mask, nan, values, x

row = rows_of("indexing")

row("index_rows", lambda a, i: a[i], indexed(index([2, 0, 2])) + [
    ("negative", [x(3, 2), index([-1, 0])]), ("matrix", [x(3, 2), index([0, 1, 2, 1], (2, 2))]),
    ("none", [x(3, 2), index([])]), ("zero_dim", [x(3, 2), index([1], ())])])
row("index_columns", lambda a, i: a[:, i], indexed(index([3, 0, 3])))
row("index_pairs", lambda a, i, j: a[i, j], indexed(index([2, 0, 2]), index([1, 3, 1])) + [
    ("broadcast", [x(3, 4), index([0, 2], (2, 1)), index([1, 3])])])
row("index_outer_pair", lambda a, i, j: a[i, :, j], [("contiguous", [x(2, 3, 2), index([1, 0]), index([0, 1])])])
row("index_mask", lambda a, m: a[m], indexed(mask([1, 0, 0, 1] * 3, (3, 4))) + [
    ("rows", [x(3, 2), mask([1, 0, 1])]), ("nothing", [x(3), mask([0, 0, 0])]), ("zero_size", [x(0), mask([])])])
row("index_mask_column", lambda a, m: a[m, 1], [("contiguous", [x(3, 2), mask([1, 0, 1])])])
row("index_mixed", lambda a: a[..., None, 1:, 0], [("contiguous", [x(2, 3, 2)]), ("transposed", [x(2, 3, 2, layout="transposed")])])
row("index_put_scalar", lambda a, m: _assign(a, m, 1), indexed(mask([1, 0, 0, 1] * 3, (3, 4))))
row("index_put_rows", lambda a, i, v: _assign(a, i, v), [
    ("contiguous", [x(3, 2), index([2, 0]), x(2, 2)]), ("broadcast", [x(3, 2), index([2, 0]), x(2)])])
row("index_put_mask", lambda a, m, v: _assign(a, m, v), [
    ("contiguous", [x(2, 2), mask([1, 0, 0, 1], (2, 2)), x(2)]), ("broadcast", [x(2, 2), mask([1, 0, 1, 1], (2, 2)), x()])])
row("slice_put", lambda a, v: _assign(a, (slice(None), slice(1, None)), v), [
    ("contiguous", [x(2, 3), x(2, 2)]), ("broadcast", [x(2, 3), x(2)])])
row("gather", lambda a, i: a.gather(1, i), indexed(index([3, 3, 0, 1], (2, 2))) + [("none", [x(2, 3), index([], (2, 0))])])
row("gather0", lambda a, i: a.gather(0, i), indexed(index([2, 0, 1, 2], (1, 4))))
row("index_select", lambda a, i: a.index_select(0, i), indexed(index([2, 0, 2])) + [("none", [x(2, 3), index([])])])
row("index_select1", lambda a, i: a.index_select(-1, i), indexed(index([3, 3])))
row("masked_fill", lambda a, m: a.masked_fill(m, 2.5), indexed(mask([1, 0, 0, 1] * 3, (3, 4))) + [
    ("broadcast", [x(2, 3), mask([1, 0, 1])]), ("int64", [values([1, 2], "Long"), mask([1, 0])])])
row("masked_fill_tensor", lambda a, m, v: a.masked_fill(m, v), [("zero_dim", [x(2, 3), mask([1, 0, 1]), x()])])
# PyTorch 1.13 puts the gradient of a non-contiguous input into the wrong places; hence contiguous().
row("masked_select", lambda a, m: a.contiguous().masked_select(m), indexed(mask([1, 0, 0, 1] * 3, (3, 4))) + [
    ("broadcast", [x(2, 3), mask([1, 0, 1])]), ("nothing", [x(2), mask([0, 0])])])
row("scatter", lambda a, i, v: a.scatter(1, i, v), [
    ("contiguous", [x(2, 4), index([3, 0, 1, 2], (2, 2)), x(2, 2)])])
row("scatter_add", lambda a, i, v: a.scatter_add(0, i, v), [("repeated", [x(2, 3), index([1, 0, 1, 1, 0, 0], (2, 3)), x(2, 3)])])
row("scatter_in_place", lambda a, i, v: a.clone().scatter_(1, i, v), [
    ("contiguous", [x(2, 4), index([3, 0, 1, 2], (2, 2)), x(2, 2)])])
row("scatter_scalar_in_place", lambda a, i: a.clone().scatter_(1, i, 2.5), [
    ("contiguous", [x(2, 4), index([3, 0, 1, 2], (2, 2))])])
row("scatter_add_in_place", lambda a, i, v: a.clone().scatter_add_(1, i, v), [
    ("repeated", [x(2, 3), index([1, 1, 0, 0], (2, 2)), x(2, 2)])])
row("index_put_accumulate", lambda a, i, v: a.clone().index_put_((i,), v, accumulate=True), [
    ("repeated", [x(3, 2), index([2, 0, 2]), x(3, 2)]), ("mask", [x(2, 2), mask([1, 0, 1, 1], (2, 2)), x(3)])])
row("index_add", lambda a, i, v: a.index_add(1, i, v), [("repeated", [x(2, 3), index([2, 0, 2]), x(2, 3)])])
row("index_fill", lambda a, i: a.index_fill(0, i, 2.5), [("contiguous", [x(3, 2), index([2, 0])])])
row("masked_scatter", lambda a, m, v: a.masked_scatter(m, v), [
    ("contiguous", [x(2, 2), mask([1, 0, 1, 1], (2, 2)), x(4)])])
row("index_add_in_place", lambda a, i, v: a.clone().index_add_(0, i, v, alpha=0.5), [("repeated", [x(3, 2), index([2, 0, 2]), x(3, 2)])])
row("index_fill_in_place", lambda a, i: a.clone().index_fill_(1, i, 2.5), [("contiguous", [x(2, 3), index([2, 0])])])
row("masked_fill_in_place", lambda a, m: a.clone().masked_fill_(m, 2.5), [("contiguous", [x(2, 3), mask([1, 0, 1])])])
row("masked_fill_tensor_in_place", lambda a, m, v: a.clone().masked_fill_(m, v), [("zero_dim", [x(2, 3), mask([1, 0, 1]), x()])])
row("nonzero", torch.nonzero, [
    ("matrix", [values([0, 2, nan, -0.0, 0, 1], shape=(2, 3))]), ("bool", [mask([1, 0, 1])]), ("nothing", [x(0)]),
    ("zero_dim", [values([3], shape=())])])
row("one_hot", lambda a: F.one_hot(a, 4), [("vector", [index([3, 0, 1])]), ("zero_dim", [index([2], ())])])
row("index_scalar", lambda a: a[1][0], [("contiguous", [x(2, 2)])])


def _assign(a, where, value):
    y = a.clone()
    y[where] = value
    return y
