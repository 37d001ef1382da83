"""Sums, means, spreads, extremes, norms; over everything, one dimension, or several."""
import torch

from op_rows.cases import rows_of, binary, even, odd, distinct_magnitudes, matrix_edges, full_reduction, inf, integers, mask, nan, nonzero, reduction, tied, values, x

row = rows_of("reduction")

_ties = [values([1, 3, 3, -2, -2, 0], shape=(2, 3)), values([1, nan, 3, nan, 2, 0], shape=(2, 3))]
_zeros = [values([0, 2, 3, 4], shape=(2, 2)), values([0, 2, 0, 4], shape=(2, 2)), values([0, 0], shape=(2,))]
_negative_zero = [values([-0.0, -0.0]), values([inf, -inf, 1]), values([nan, 1])]

row("sum", torch.sum, full_reduction(edges=_negative_zero), gradient_bits=True)
row("sum_dim0", lambda a: a.sum(0), reduction())
row("sum_dim1_keepdim", lambda a: a.sum(1, True), reduction())
row("sum_last", lambda a: a.sum(-1), reduction() + [
    ("zero_dim", [x()]), ("empty", [x(2, 0)]), ("empty_kept", [x(0, 2)]), ("int64", [x(2, 2, domain=integers, dtype="Long")])])
row("sum_dims", lambda a: a.sum((0, -1)), reduction())
row("sum_dims_keepdim", lambda a: a.sum((0, 2), True), reduction())
row("sum_to_double", lambda a: a.sum(dtype=torch.float64), [
    ("float32_many", [x(40, dtype="Float")]), ("int64", [x(3, domain=integers, dtype="Long")])])
row("mean", torch.mean, full_reduction(edges=_negative_zero, ints=False), gradient_bits=True)
row("mean_dim0", lambda a: a.mean(0), reduction())
row("mean_last_keepdim", lambda a: a.mean(-1, True), reduction() + [("empty", [x(2, 0)]), ("zero_dim", [x()])])
row("mean_dims", lambda a: a.mean((0, 2)), reduction())
row("prod", torch.prod, full_reduction(edges=_zeros))
row("prod_dim1", lambda a: a.prod(1), reduction(edges=_zeros[:2]))
row("prod_last_keepdim", lambda a: a.prod(-1, True), reduction(edges=_zeros) + [("empty", [x(2, 0)])])
for _name in ["var", "std"]:
    _spread = getattr(torch, _name)
    row(_name, _spread, full_reduction(ints=False)[:5] + [
        ("float32_many", [x(40, dtype="Float")]), ("edge_one", [values([2], constant=True)]), ("edge_empty", [x(0)]),
        ("edge_equal", [values([2, 2, 2])])])
    row(_name + "_biased", lambda a, f=_spread: f(a, unbiased=False), full_reduction(ints=False)[:5] + [
        ("edge_one", [values([2])]), ("edge_equal", [values([2, 2, 2])])])
    row(_name + "_dim", lambda a, f=_spread: f(a, dim=1), reduction())
    row(_name + "_dims_biased_keepdim", lambda a, f=_spread: f(a, dim=(0, -1), unbiased=False, keepdim=True), reduction())
for _name in ["max", "min"]:
    _pick = getattr(torch, _name)
    row(_name, _pick, tied(full_reduction(edges=_ties, empty=False)))
    row(_name + "_dim", lambda a, f=_pick: f(a, 1), reduction(edges=_ties) + [
        ("int64", [x(2, 3, domain=integers, dtype="Long")]), ("bool", [mask([1, 0, 1, 1, 0, 0], (3, 2))])])
    row(_name + "_dim_keepdim", lambda a, f=_pick: f(a, -1, keepdim=True), reduction(edges=_ties) + [("zero_dim", [x()])])
    _position = getattr(torch, "arg" + _name)
    row("arg" + _name, _position, full_reduction(edges=_ties, empty=False)[:-1])
    row("arg" + _name + "_dim", lambda a, f=_position: f(a, 1), reduction(edges=_ties))
    row("arg" + _name + "_dim_keepdim", lambda a, f=_position: f(a, -2, keepdim=True), reduction(edges=_ties))
for _name in ["any", "all"]:
    _test = getattr(torch, _name)
    row(_name, _test, [
        ("mixed", [mask([1, 0, 0, 0], (2, 2))]), ("true", [mask([1, 1])]), ("false", [mask([0, 0])]),
        ("empty", [mask([], (0,))]), ("zero_dim", [mask([1], ())]), ("float", [values([0, nan, -0.0])]),
        ("int64", [values([0, 2], "Long")]), ("uint8", [values([0, 2], "Byte")])])
    row(_name + "_dim", lambda a, f=_test: f(a, 1), [
        ("mixed", [mask([1, 0, 0, 0, 1, 1], (3, 2))]), ("empty", [mask([], (2, 0))]), ("uint8", [values([0, 2], "Byte", (1, 2))])])
    row(_name + "_dim_keepdim", lambda a, f=_test: f(a, -2, keepdim=True), [("mixed", [mask([1, 0, 0, 0, 1, 1], (3, 2))])])
row("norm", lambda a: a.norm(), full_reduction(nonzero, edges=[values([0, 0]), values([3, -4])], ints=False))
row("norm1", lambda a: a.norm(1), full_reduction(nonzero, edges=[values([0, 2])], ints=False)[:8])
row("norm3", lambda a: a.norm(3), full_reduction(nonzero, edges=[values([0, 0])], ints=False)[:8])
row("norm_inf", lambda a: a.norm(inf), tied(
    full_reduction(distinct_magnitudes, edges=[values([2, -2, 1])], ints=False)[:8]))
row("norm_dim", lambda a: a.norm(2, 1), reduction(nonzero, edges=[values([0, 0, 3, -4], shape=(2, 2))]))
row("norm_dims_keepdim", lambda a: a.norm(2, (0, 2), True), reduction(nonzero))
row("logsumexp", lambda a: a.logsumexp(1), reduction(edges=matrix_edges))
row("logsumexp_dims_keepdim", lambda a: a.logsumexp((0, -1), True), reduction())
row("cumsum0", lambda a: a.cumsum(0), reduction() + [
    ("int32", [x(3, domain=integers, dtype="Int")]), ("bool", [mask([1, 0, 1])]), ("zero_dim", [x()]), ("empty", [x(0, 2)])])
row("cumsum_last", lambda a: a.cumsum(-1), reduction(edges=[values([1, inf, -inf, 2])]))
for _name in ["amax", "amin"]:
    row(_name, lambda a, f=getattr(torch, _name): f(a, (0, -1)), tied(reduction(edges=[
        values([1, 3, 3, -2, -2, 0], shape=(2, 3)), values([1, nan, 3, nan], shape=(2, 2), constant=True)])))
row("max_other", lambda a, b: torch.max(a, b), binary(odd, even, ints=False)[:6])
row("min_other", lambda a, b: torch.min(a, b), binary(odd, even, ints=False)[:6])
row("sort", lambda a: a.sort(1), reduction(edges=[values([1, nan, -inf, inf, 0, 1], shape=(2, 3))]) + [
    ("int64", [x(2, 3, domain=integers, dtype="Long")])])
row("sort_descending", lambda a: a.sort(-1, True), reduction(edges=[values([1, nan, -inf, inf, 0])]))
row("argsort", lambda a: a.argsort(1), reduction())
row("topk", lambda a: a.topk(2, 1), reduction())
row("topk_smallest", lambda a: a.topk(2, 1, False), reduction())
row("var_mean", lambda a: torch.var_mean(a, (0, 2)), reduction())
row("std_mean", lambda a: torch.std_mean(a, (0, 2), unbiased=False, keepdim=True), reduction())
