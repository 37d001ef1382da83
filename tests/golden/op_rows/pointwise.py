"""Functions of one element, powers, and the choice between two."""
import torch

from op_rows.cases import rows_of, binary, even, grid, mask, nan, nonzero, odd, positive, real, special, unary, values, x

row = rows_of("pointwise")

row("pow_square", lambda a: a.pow(2), unary(edge=special))
row("pow_cube", lambda a: a.pow(3), unary(edge=special))
row("pow_half", lambda a: a.pow(0.5), unary(positive, edge=special))
row("pow_negative", lambda a: a.pow(-1.5), unary(positive, edge=special, ints=False))
row("pow_zero", lambda a: a.pow(0), unary(edge=special))
row("scalar_pow", lambda a: torch.pow(2.5, a), unary(edge=special))
row("zero_pow", lambda a: torch.pow(0.0, a), unary(positive, edge=special, ints=False), first_only=True)
row("pow_tensor", torch.pow, binary(positive, real, edge=special, ints=False) + [
    ("int64", [values([3, -2, 0, 5], "Long"), values([2, 3, 0, 1], "Long")]),
    ("int64_float32", [values([3, 2, 1], "Long"), values([0.5, -1, 2], "Float")]),
])
row("exp", torch.exp, unary(edge=special + [100.0, -100.0]), bits=True)
row("log", torch.log, unary(positive, edge=special), bits=True)
row("log1p", torch.log1p, unary(positive, edge=special + [1e-10]))
row("expm1", torch.expm1, unary(edge=special + [1e-10]))
row("sqrt", torch.sqrt, unary(positive, edge=special), bits=True)
row("rsqrt", torch.rsqrt, unary(positive, edge=special))
row("square", torch.square, unary(edge=special))
row("reciprocal", torch.reciprocal, unary(nonzero, edge=special))
row("abs", torch.abs, unary(edge=special))
row("sign", torch.sign, unary(edge=special))
row("sin", torch.sin, unary(edge=special))
row("cos", torch.cos, unary(edge=special))
row("erf", torch.erf, unary(edge=special))
row("log2", torch.log2, unary(positive, edge=special))
row("log10", torch.log10, unary(positive, edge=special))
row("tan", torch.tan, unary(grid(-1.25, 1.25), edge=special))
for _name in ["floor", "ceil", "round", "trunc"]:
    row(_name, getattr(torch, _name), unary(
        grid(-2, 2, [k / 2 for k in range(-4, 5)]), edge=special + [0.5, 1.5, 2.5, -0.5, -1.5, -0.25], ints=False))
row("clamp_tensor", torch.clamp, [
    ("contiguous", [values([-1, 0.25, 2]), values([-0.5, -0.5, -0.5]), values([1, 1.5, 0.75])]),
    ("broadcast", [x(2, 3, domain=odd), values([-0.5], shape=()), values([0.5, 0.75, 1])])])
for _name, _domain in [("neg", real), ("exp", real), ("log", positive), ("sqrt", positive), ("square", real),
                       ("reciprocal", nonzero), ("abs", real), ("sigmoid", real), ("tanh", real), ("relu", real),
                       ("sin", real), ("cos", real)]:
    row(_name + "_in_place", lambda a, name=_name: getattr(a.clone(), name + "_")(), unary(_domain, ints=False)[:6])
for _name in ["floor", "ceil", "round"]:
    row(_name + "_in_place", lambda a, name=_name: getattr(a.clone(), name + "_")(), [
        ("contiguous", [x(2, 3, domain=grid(-2, 2, [k / 2 for k in range(-4, 5)]))])])
row("pow_in_place", lambda a: a.clone().pow_(3), unary(ints=False)[:6])
row("clamp_in_place", lambda a: a.clone().clamp_(-0.5, 0.75), unary(grid(-2, 2, [-0.5, 0.75]), ints=False)[:6])
row("clamp_min_in_place", lambda a: a.clone().clamp_min_(0.25), unary(grid(-2, 2, [0.25]), ints=False)[:1])
row("clamp_max_in_place", lambda a: a.clone().clamp_max_(0.25), unary(grid(-2, 2, [0.25]), ints=False)[:1])
row("exp_view_in_place", lambda a: _exp_view_in_place(a), [("contiguous", [x(3, 2)])])
row("clamp", lambda a: a.clamp(-0.5, 0.75), unary(grid(-2, 2, [-0.5, 0.75]), edge=special + [-0.5, 0.75]))
row("clamp_int", lambda a: a.clamp(1, 2), unary(grid(-2, 2.5, [1, 2])))
row("clamp_min", lambda a: a.clamp_min(0.25), unary(grid(-2, 2, [0.25]), edge=special + [0.25]))
row("clamp_max", lambda a: a.clamp_max(0.25), unary(grid(-2, 2, [0.25]), edge=special + [0.25]))
row("maximum", torch.maximum, binary(odd, even, edge=special))
row("minimum", torch.minimum, binary(odd, even, edge=special))
row("where", torch.where, [
    ("contiguous", [mask([1, 0, 0, 1, 1, 0], (2, 3)), x(2, 3), x(2, 3)]),
    ("transposed", [mask([1, 0, 0, 1, 1, 0], (2, 3)), x(2, 3, layout="transposed"), x(2, 3)]),
    ("broadcast", [mask([1, 0, 1]), x(2, 1), x()]),
    ("broadcast_condition", [mask([1, 0], (2, 1)), x(3), x(2, 3)]),
    ("empty", [mask([], (0, 3)), x(0, 3), x(3)]),
    ("edge_unselected_nan", [mask([1, 0]), values([1, nan]), values([nan, 2])]),
    ("int64", [mask([1, 0]), values([1, 2], "Long"), values([3, 4], "Long")]),
])
row("where_scalar", lambda c, a: torch.where(c, a, 0.5), [("contiguous", [mask([1, 0, 1]), x(2, 3)])])
row("scalar_where", lambda c, a: torch.where(c, 0.5, a), [("contiguous", [mask([1, 0, 1]), x(2, 3)])])


def _exp_view_in_place(a):
    """An in-place function that saves its result, on a column of a larger tensor."""
    y = a * 2
    y[:, 1].exp_()
    return y
