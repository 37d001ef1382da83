"""The rows of the operation table: name, function, shapes and domains of the inputs. make_ops.py asks PyTorch for the rest.

A row's C++ twin of the same name stands in tests/autograd/ops_table_<group>.cpp.
"""
import dataclasses
import itertools
import math
from typing import Callable, List, Optional, Tuple

import torch
import torch.nn.functional as F

inf, nan = math.inf, math.nan

# ---- domains: the values that an input may take -----------------------------------------------------------------------
# Multiples of 1/64, so that they are short and equal in float and double; samples of one input do not repeat, so that
# differences never meet a tie of max, min or median.


def grid(low, high, kinks=()):
    """Multiples of 1/64 in [low, high], at least 1/32 from every kink."""
    values = [k / 64 for k in range(int(low * 64), int(high * 64) + 1)]
    return [v for v in values if all(abs(v - kink) >= 1 / 32 for kink in kinks)]


real = grid(-2, 2, [0])
positive = grid(0.25, 3)
nonzero = grid(-2, -0.25) + grid(0.25, 2)
probability = grid(0.125, 0.875)
odd = [k / 32 + 1 / 64 for k in range(-64, 64)]  # never equal to an element of `even`: no ties between two inputs
even = [k / 32 for k in range(-64, 64)]
integers = list(range(-5, 6))
naturals = list(range(0, 5))
bits = [0, 1]


def draw(domain, count, rng):
    return rng.sample(domain, count) if count <= len(domain) else rng.choices(domain, k=count)


# ---- rows -------------------------------------------------------------------------------------------------------------

@dataclasses.dataclass
class Spec:
    """One input tensor."""
    shape: Tuple[int, ...]
    domain: Optional[List[float]] = None
    dtype: str = "Double"
    layout: str = "contiguous"
    values: Optional[List[float]] = None
    constant: bool = False  # no gradient is asked for


@dataclasses.dataclass
class Row:
    group: str
    name: str
    function: Callable
    cases: List[Tuple[str, List[Spec]]]
    bits: bool = False           # the float32 cases give PyTorch's bits
    gradient_bits: bool = False  # and their gradients too
    first_only: bool = False     # PyTorch has no second derivative

    def flags(self, variant):
        flags = set()
        if variant.startswith("edge"):
            flags.add("edge")  # kinks and special values: no differences
        if self.first_only:
            flags.add("first_only")
        if variant.startswith("float32") and variant != "float32_many":
            if self.bits or self.gradient_bits:
                flags.add("bits")
            if self.gradient_bits:
                flags.add("gradient_bits")
        return flags


rows: List[Row] = []
group = ""


def row(name, function, cases, **options):
    assert name not in [other.name for other in rows], name
    rows.append(Row(group, name, function, cases, **options))


def x(*shape, domain=real, dtype="Double", layout="contiguous", constant=False):
    return Spec(shape, domain, dtype, layout, constant=constant)


def values(numbers, dtype="Double", shape=None, constant=False):
    """An input of given values; 1-D without a shape."""
    return Spec((len(numbers),) if shape is None else shape, dtype=dtype, values=numbers, constant=constant)


def index(numbers, shape=None):
    return values(numbers, "Long", shape)


def mask(numbers, shape=None):
    return values(numbers, "Bool", shape)


# ---- families of cases ------------------------------------------------------------------------------------------------

def tied(cases):
    """Equal elements in the expanded layout are a kink of the function."""
    return [("edge_" + name if name == "expanded" else name, inputs) for name, inputs in cases]


def unary(domain=real, edge=None, ints=True):
    """Every memory layout, 0-dim, empty, float32 (few: libm; many: vector code), integers, and special values."""
    cases = [
        ("contiguous", [x(2, 3, domain=domain)]),
        ("transposed", [x(3, 2, domain=domain, layout="transposed")]),
        ("strided", [x(2, 3, domain=domain, layout="strided")]),
        ("expanded", [x(2, 3, domain=domain, layout="expanded")]),
        ("zero_dim", [x(domain=domain)]),
        ("empty", [x(0, 3, domain=domain)]),
        ("float32", [x(7, domain=domain, dtype="Float")]),
        ("float32_many", [x(19, domain=domain, dtype="Float")]),
    ]
    if ints:
        positive_only = min(domain) >= 0
        cases += [
            ("int64", [x(4, domain=naturals if positive_only else integers, dtype="Long")]),
            ("uint8", [x(4, domain=naturals, dtype="Byte")]),
        ]
    if edge:
        cases += [("edge", [values(edge)]), ("edge_float32", [values(edge, "Float")])]
    return cases


def binary(left=real, right=real, edge=None, ints=True):
    """Equal shapes, transposed and strided inputs, every kind of broadcasting, empty, float32, integers."""
    cases = [
        ("contiguous", [x(2, 3, domain=left), x(2, 3, domain=right)]),
        ("transposed", [x(2, 3, domain=left, layout="transposed"), x(2, 3, domain=right)]),
        ("strided", [x(2, 3, domain=left), x(2, 3, domain=right, layout="strided")]),
        ("expanded", [x(2, 3, domain=left, layout="expanded"), x(2, 3, domain=right)]),
        ("broadcast_rows", [x(2, 3, domain=left), x(3, domain=right)]),
        ("broadcast_both", [x(3, 1, domain=left), x(1, 2, domain=right)]),
        ("broadcast_rank", [x(1, 2, domain=left), x(2, 3, 1, domain=right)]),
        ("zero_dim_left", [x(domain=left), x(2, 3, domain=right)]),
        ("zero_dim_right", [x(2, 3, domain=left), x(domain=right)]),
        ("zero_dim_both", [x(domain=left), x(domain=right)]),
        ("empty", [x(0, 3, domain=left), x(1, 3, domain=right)]),
        ("float32", [x(7, domain=left, dtype="Float"), x(7, domain=right, dtype="Float")]),
        ("float32_many", [x(19, domain=left, dtype="Float"), x(19, domain=right, dtype="Float")]),
    ]
    if ints:
        some = [3, -4, 0, 5]
        other = [2, 3, -1, -2] if 0 not in right else [2, 0, -1, -2]
        cases += [
            ("int64", [values(some, "Long"), values(other, "Long")]),
            ("int32", [values(some, "Int"), values(other, "Int")]),
            ("uint8", [values([3, 250, 0, 7], "Byte"), values([2, 10, 3, 9], "Byte")]),
            ("int64_float32", [values(some, "Long"), values([1.5, 2, -0.5, 4], "Float")]),
            ("bool_float32", [mask([0, 1, 1]), values([1.5, 2, -0.5], "Float")]),
            ("float32_float64_zero_dim", [values([1.5, 2, -0.5], "Float"), values([0.1], shape=())]),
        ]
    if edge:
        left_edge, right_edge = zip(*itertools.product(edge, edge))
        cases += [("edge", [values(list(left_edge)), values(list(right_edge))])]
    return cases


def without(cases, *names):
    return [case for case in cases if case[0] not in names]


def reduction(domain=real, edges=()):
    """For a reduction of a [2, 3, 2] input over some dimensions."""
    cases = [
        ("contiguous", [x(2, 3, 2, domain=domain)]),
        ("transposed", [x(2, 3, 2, domain=domain, layout="transposed")]),
        ("strided", [x(2, 3, 2, domain=domain, layout="strided")]),
        ("expanded", [x(2, 3, 2, domain=domain, layout="expanded")]),
        ("float32", [x(2, 3, 2, domain=domain, dtype="Float")]),
    ]
    return cases + [(f"edge{number}", [edge]) for number, edge in enumerate(edges)]


def full_reduction(domain=real, edges=(), empty=True, ints=True):
    """For a reduction of everything to one number."""
    cases = reduction(domain, edges)
    cases[4] = ("float32", [x(8, domain=domain, dtype="Float")])
    cases += [
        ("zero_dim", [x(domain=domain)]),
        ("one", [x(1, 1, domain=domain)]),
        ("float32_many", [x(40, domain=domain, dtype="Float")]),
    ]
    if empty:
        cases += [("empty", [x(0, domain=domain)]), ("empty_rows", [x(2, 0, domain=domain)])]
    if ints:
        cases += [("int64", [x(2, 2, domain=integers, dtype="Long")]), ("int32", [x(4, domain=integers, dtype="Int")]),
                  ("uint8", [values([200, 100, 3], "Byte")]), ("bool", [mask([1, 0, 1])])]
    return cases


special = [0.0, -0.0, 1.0, -1.0, inf, -inf, nan]

# ---- arithmetic -------------------------------------------------------------------------------------------------------
group = "arithmetic"
row("add", lambda a, b: a + b, binary(edge=special), gradient_bits=True)
row("sub", lambda a, b: a - b, without(binary(edge=special), "bool_float32"), gradient_bits=True)
row("mul", lambda a, b: a * b, binary(edge=special), gradient_bits=True)
row("div", lambda a, b: a / b, binary(right=nonzero, edge=special), bits=True)
row("add_alpha", lambda a, b: torch.add(a, b, alpha=0.5), binary(ints=False))
row("sub_alpha", lambda a, b: torch.sub(a, b, alpha=0.5), binary(ints=False))
row("add_scalar", lambda a: a + 1.5, unary(edge=special), gradient_bits=True)
row("sub_scalar", lambda a: a - 1.5, unary(), gradient_bits=True)
row("mul_scalar", lambda a: a * 1.5, unary(edge=special), gradient_bits=True)
row("div_scalar", lambda a: a / 1.5, unary(edge=special), bits=True)
row("scalar_add", lambda a: 1.5 + a, unary(), gradient_bits=True)
row("scalar_sub", lambda a: 1.5 - a, unary(), gradient_bits=True)
row("scalar_mul", lambda a: 1.5 * a, unary(), gradient_bits=True)
row("scalar_div", lambda a: 1.5 / a, unary(nonzero, edge=special))  # Python rounds twice: reciprocal, then product
row("add_int_scalar", lambda a: a + 2, unary())
row("sub_int_scalar", lambda a: a - 2, unary())
row("mul_int_scalar", lambda a: a * 3, unary())
row("div_int_scalar", lambda a: a / 2, unary())
row("int_scalar_sub", lambda a: 7 - a, unary())
row("neg", lambda a: -a, unary(edge=special), gradient_bits=True)
row("same_operand", lambda a: a * a + a, unary(ints=False))
row("add_in_place", lambda a, b: a.clone().add_(b), binary(ints=False)[:5], gradient_bits=True)
row("sub_in_place", lambda a, b: a.clone().sub_(b), binary(ints=False)[:5])
row("mul_in_place", lambda a, b: a.clone().mul_(b), binary(ints=False)[:5])
row("div_in_place", lambda a, b: a.clone().div_(b), binary(right=nonzero, ints=False)[:5])
row("remainder", torch.remainder, binary(odd, [2.5, -2.5, 1.75, -1.75, 3, -3], ints=False)[:10] + [
    ("int64", [values([7, -7, 7, -7], "Long"), values([3, 3, -3, -3], "Long")]),
    ("edge", [values([1, -1, inf, nan, 1, 1]), values([0, 0, 2, 1, inf, -inf])])])
row("remainder_scalar", lambda a: a % 0.75, unary(grid(-2, 2, [k * 0.75 for k in range(-3, 4)])))
row("addcmul", lambda a, b, c: torch.addcmul(a, b, c, value=0.5), [
    ("contiguous", [x(2, 3), x(2, 3), x(2, 3)]), ("broadcast", [x(2, 1), x(3), x()]),
    ("transposed", [x(2, 3, layout="transposed"), x(2, 3, layout="strided"), x(2, 3, layout="expanded")])])
row("addcdiv", lambda a, b, c: torch.addcdiv(a, b, c, value=0.5), [
    ("contiguous", [x(2, 3), x(2, 3), x(2, 3, domain=nonzero)]), ("broadcast", [x(2, 1), x(3), x(domain=nonzero)]),
    ("transposed", [x(2, 3, layout="transposed"), x(2, 3, layout="strided"), x(2, 3, domain=nonzero, layout="expanded")])])
row("addcmul_in_place", lambda a, b, c: a.clone().addcmul_(b, c, value=0.5), [("broadcast", [x(2, 3), x(3), x()])])
row("addcdiv_in_place", lambda a, b, c: a.clone().addcdiv_(b, c, value=0.5), [
    ("broadcast", [x(2, 3), x(3), x(domain=nonzero)])])
row("lerp_in_place", lambda a, b: a.clone().lerp_(b, 0.25), [("contiguous", [x(2, 3), x(2, 3)])])
row("add_scalar_in_place", lambda a: a.clone().add_(1.5), unary(ints=False)[:6])
row("sub_scalar_in_place", lambda a: a.clone().sub_(1.5), unary(ints=False)[:6])
row("mul_scalar_in_place", lambda a: a.clone().mul_(1.5), unary(ints=False)[:6])
row("div_scalar_in_place", lambda a: a.clone().div_(1.5), unary(ints=False)[:6])
row("view_in_place", lambda a, b: _view_in_place(a, b), [("contiguous", [x(2, 3), x(3)])])


def _view_in_place(a, b):
    """Writing through a view changes the base and its gradient."""
    y = a * 2
    y[0].mul_(b)
    return y


# ---- pointwise functions ----------------------------------------------------------------------------------------------
group = "pointwise"
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
row("clamp_int", lambda a: a.clamp(-1, 2), unary(grid(-2, 2.5, [-1, 2])))
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


# ---- comparisons and logic --------------------------------------------------------------------------------------------
group = "comparison"
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
row("bool_and", lambda a, b: a & b, [("bool", [mask([0, 0, 1, 1]), mask([0, 1, 0, 1])])])
row("bool_or", lambda a, b: a | b, [("bool", [mask([0, 0, 1, 1]), mask([0, 1, 0, 1])])])
row("bool_not", lambda a: ~a, [("bool", [mask([0, 1])])])
for _name in ["isnan", "isinf", "isfinite"]:
    row(_name, getattr(torch, _name), [
        ("edge", [values(special)]), ("edge_float32", [values(special, "Float")]),
        ("int64", [values([0, 3], "Long")]), ("empty", [x(0, 2)]), ("transposed", [x(2, 3, layout="transposed")])])

# ---- reductions -------------------------------------------------------------------------------------------------------
group = "reduction"
_ties = [values([1, 3, 3, -2, -2, 0], shape=(2, 3)), values([1, nan, 3, nan, 2, 0], shape=(2, 3))]
_zeros = [values([0, 2, 3, 4], shape=(2, 2)), values([0, 2, 0, 4], shape=(2, 2)), values([0, 0], shape=(2,))]
_matrix_edges = [values([1, 2, 2, -3, nan, 0], shape=(2, 3)), values([inf, 1, -inf, -inf, -inf, -inf], shape=(2, 3)),
                 values([1000, 1001, 1002, -1000, -1000, -1000], shape=(2, 3))]
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
row("norm_inf", lambda a: a.norm(inf), tied(full_reduction(odd, edges=[values([2, -2, 1])], ints=False)[:8]))
row("norm_dim", lambda a: a.norm(2, 1), reduction(nonzero, edges=[values([0, 0, 3, -4], shape=(2, 2))]))
row("norm_dims_keepdim", lambda a: a.norm(2, (0, 2), True), reduction(nonzero))
row("logsumexp", lambda a: a.logsumexp(1), reduction(edges=_matrix_edges))
row("logsumexp_dims_keepdim", lambda a: a.logsumexp((0, -1), True), reduction())
row("cumsum0", lambda a: a.cumsum(0), reduction() + [
    ("int32", [x(3, domain=integers, dtype="Int")]), ("bool", [mask([1, 0, 1])]), ("zero_dim", [x()]), ("empty", [x(0, 2)])])
row("cumsum_last", lambda a: a.cumsum(-1), reduction(edges=[values([1, inf, -inf, 2])]))
for _name in ["amax", "amin"]:
    row(_name, lambda a, f=getattr(torch, _name): f(a, (0, -1)), tied(reduction(edges=[
        values([1, 3, 3, -2, -2, 0], shape=(2, 3)), values([1, nan, 3, nan], shape=(2, 2))])))
row("sort", lambda a: a.sort(1), reduction(edges=[values([1, nan, -inf, inf, 0, 1], shape=(2, 3))]) + [
    ("int64", [x(2, 3, domain=integers, dtype="Long")])])
row("sort_descending", lambda a: a.sort(-1, True), reduction(edges=[values([1, nan, -inf, inf, 0])]))
row("argsort", lambda a: a.argsort(1), reduction())
row("topk", lambda a: a.topk(2, 1), reduction())
row("topk_smallest", lambda a: a.topk(2, 1, False), reduction())
row("var_mean", lambda a: torch.var_mean(a, (0, 2)), reduction())
row("std_mean", lambda a: torch.std_mean(a, (0, 2), unbiased=False, keepdim=True), reduction())

# ---- matrix products --------------------------------------------------------------------------------------------------
group = "matmul"


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

# ---- joining, views ---------------------------------------------------------------------------------------------------
group = "shape"


def layouts(*shape, empty=None):
    """Every memory layout of one shape, and an empty one."""
    cases = [(layout, [x(*shape, layout=layout)]) for layout in ["contiguous", "transposed", "strided", "expanded"]]
    return cases + ([("empty", [x(*empty)])] if empty else [])


row("cat0", lambda *a: torch.cat(a, 0), [
    ("two", [x(2, 3), x(1, 3)]), ("transposed", [x(2, 3, layout="transposed"), x(2, 3, layout="strided")]),
    ("three", [x(1), x(2), x(1)]), ("empty_part", [x(0, 3), x(2, 3)]), ("legacy_empty", [x(0), x(2, 3)]),
    ("int64_float32", [values([1, 2], "Long"), values([0.5], "Float")]), ("bool", [mask([1]), mask([0, 1])])])
row("cat_last", lambda *a: torch.cat(a, -1), [("two", [x(2, 3), x(2, 1)]), ("same", [x(2, 0), x(2, 0)])])
row("cat_twice", lambda a: torch.cat([a, a], 0), layouts(2, 3))
row("stack0", lambda *a: torch.stack(a), [
    ("two", [x(2, 3), x(2, 3, layout="transposed")]), ("zero_dim", [x(), x(), x()]), ("empty", [x(0), x(0)])])
row("stack1", lambda *a: torch.stack(a, 1), [("two", [x(2, 3), x(2, 3)])])
row("stack_last", lambda *a: torch.stack(a, -1), [("two", [x(2, 3), x(2, 3)])])
row("split", lambda a: a.split(2), layouts(5, 2) + [("even", [x(4)]), ("empty", [x(0, 2)])])
row("split_dim1", lambda a: a.split(2, 1), layouts(2, 3))
row("split_sizes", lambda a: a.split([1, 0, 2], -1), layouts(2, 3))
row("chunk", lambda a: a.chunk(3), layouts(7, 1) + [("few", [x(2)])])
row("chunk_dim1", lambda a: a.chunk(2, 1), layouts(2, 3))
row("view", lambda a: a.view((3, -1)), [("contiguous", [x(2, 3)]), ("vector", [x(6)])])
row("view_empty", lambda a: a.view((0, 4)), [("empty", [x(2, 0)])])
row("reshape", lambda a: a.reshape((3, 2)), layouts(2, 3))
row("reshape_flat", lambda a: a.reshape(-1), layouts(2, 3, empty=(0, 2)))
row("transpose", lambda a: a.transpose(0, -1), layouts(2, 3, 2, empty=(0, 3)))
row("t", lambda a: a.t(), layouts(2, 3, empty=(0, 3)) + [("vector", [x(3)]), ("zero_dim", [x()])])
row("permute", lambda a: a.permute((1, -1, 0)), layouts(2, 3, 2, empty=(0, 3, 1)))
row("select", lambda a: a.select(1, -1), layouts(2, 3, empty=(0, 2)))
row("subscript", lambda a: a[1], layouts(2, 3) + [("vector", [x(3)])])
row("slice", lambda a: a[1:-1], layouts(4, 2))
row("slice_step", lambda a: a[:, 0:3:2], layouts(2, 4))
row("slice_beyond", lambda a: a[1:100], layouts(3, 2) + [("empty_result", [x(1, 2)])])
row("narrow", lambda a: a.narrow(1, 1, 2), layouts(2, 4))
row("expand", lambda a: a.expand((2, -1, 3)), [("both", [x(2, 1)]), ("none", [x(2, 2, 3)]), ("empty", [x(0, 1)])])
row("expand_as", lambda a, b: a.expand_as(b), [("contiguous", [x(3), x(2, 3)])])
row("squeeze", lambda a: a.squeeze(), [("some", [x(1, 3, 1)]), ("none", [x(2, 3)]), ("all", [x(1, 1)])])
row("squeeze_dim", lambda a: a.squeeze(-1), [("one", [x(1, 3, 1)]), ("not_one", [x(1, 3)]), ("zero_dim", [x()])])
row("unsqueeze", lambda a: a.unsqueeze(1), layouts(2, 3, empty=(0,)))
row("unsqueeze_last", lambda a: a.unsqueeze(-1), layouts(2, 3) + [("zero_dim", [x()])])
row("flatten", lambda a: a.flatten(), layouts(2, 3, 2, empty=(0, 2)) + [("zero_dim", [x()])])
row("flatten_dims", lambda a: a.flatten(1, -1), layouts(2, 3, 2))
row("as_strided", lambda a: (a * 1).as_strided((2, 2), (1, 2), 1), [("overlapping", [x(2, 3)])])
row("broadcast_to", lambda a: torch.broadcast_to(a, (2, 3)), [("both", [x(2, 1)]), ("rank", [x(3)])])
row("broadcast_tensors", lambda *a: torch.broadcast_tensors(*a), [("both", [x(2, 1), x(3)])])
row("diagonal", lambda a: a.diagonal(), layouts(2, 3, empty=(0, 3)))
row("diagonal_offset", lambda a: a.diagonal(1, 2, 0), layouts(2, 3, 3))
row("unbind", lambda a: a.unbind(1), layouts(2, 3))
row("repeat", lambda a: a.repeat(2, 1, 3), layouts(1, 2) + [("vector", [x(2)]), ("empty", [x(0)])])
row("flip", lambda a: a.flip((0, -1)), layouts(2, 3, empty=(0, 2)))
row("tril", lambda a: a.tril(), layouts(3, 3) + [("batch", [x(2, 2, 3)])])
row("triu", lambda a: a.triu(1), layouts(3, 3) + [("batch", [x(2, 2, 3)])])
row("sum_to_size", lambda a: a.sum_to_size(3, 1), [("contiguous", [x(2, 3, 2)]), ("same", [x(3, 1)])])
row("copy_in_place", lambda a, b: a.clone().copy_(b), [
    ("broadcast", [x(2, 3), x(3)]), ("transposed", [x(2, 3), x(2, 3, layout="transposed")]),
    ("edge_types", [x(2, dtype="Float"), x(2)])])
row("fill_in_place", lambda a: a.clone().fill_(2.5), [("contiguous", [x(2, 3)])])
row("fill_tensor_in_place", lambda a, b: a.clone().fill_(b), [("contiguous", [x(2, 3), x()])])
row("zero_in_place", lambda a: a.clone().zero_(), [("contiguous", [x(2, 3)])])
row("squeeze_in_place", lambda a: a.clone().squeeze_(), [("some", [x(1, 3, 1)])])
row("unsqueeze_in_place", lambda a: a.clone().unsqueeze_(1), [("contiguous", [x(2, 3)])])
row("t_in_place", lambda a: a.clone().t_(), [("contiguous", [x(2, 3)])])
row("transpose_in_place", lambda a: a.clone().transpose_(0, -1), [("contiguous", [x(2, 3, 2)])])
row("view_as", lambda a, b: a.view_as(b), [("contiguous", [x(2, 3), x(3, 2)])])
row("reshape_as", lambda a, b: a.reshape_as(b), [("transposed", [x(2, 3, layout="transposed"), x(3, 2)])])
row("contiguous", lambda a: a.contiguous(), layouts(2, 3, empty=(0, 2)))
row("clone", lambda a: a.clone(), layouts(2, 3, empty=(0, 2)))
row("to_float", lambda a: a.to(torch.float32), [("edge_double", [x(2, 3)]), ("int64", [x(3, domain=integers, dtype="Long")])])
row("to_double", lambda a: a.to(torch.float64), layouts(2, 3))
row("to_int64", lambda a: a.to(torch.int64), [("double", [values([1.75, -1.75, 0.5])]), ("bool", [mask([1, 0])])])
row("to_bool", lambda a: a.to(torch.bool), [("edge_double", [values([0.25, 0, -0.0, nan])]), ("int64", [values([2, 0], "Long")])])

# ---- indexing ---------------------------------------------------------------------------------------------------------
group = "indexing"
_matrix_layouts = ["contiguous", "transposed", "strided", "expanded"]


def indexed(*indices, shape=(3, 4)):
    return [(layout, [x(*shape, layout=layout), *indices]) for layout in _matrix_layouts]


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


# ---- activations ------------------------------------------------------------------------------------------------------
group = "activation"
_large = special + [20.0, -20.0, 100.0, -100.0]
row("sigmoid", torch.sigmoid, unary(edge=_large), gradient_bits=True)
row("tanh", torch.tanh, unary(edge=_large), bits=True)
row("relu", torch.relu, unary(edge=_large))
row("leaky_relu", lambda a: F.leaky_relu(a, 0.2), unary(edge=_large, ints=False))
row("elu", lambda a: F.elu(a, 1.5), unary(edge=_large, ints=False))
row("selu", F.selu, unary(edge=_large, ints=False))
row("celu", lambda a: F.celu(a, 1.5), unary(edge=_large, ints=False))
row("softplus", lambda a: F.softplus(a, 2, 3), unary(grid(-2, 2.5, [1.5]), edge=_large, ints=False))
row("gelu", F.gelu, unary(edge=_large, ints=False))
row("gelu_tanh", lambda a: F.gelu(a, approximate="tanh"), unary(edge=_large, ints=False))
row("silu", F.silu, unary(edge=_large, ints=False))
row("hardtanh", lambda a: F.hardtanh(a, -0.5, 0.75), unary(grid(-2, 2, [-0.5, 0.75]), edge=_large + [-0.5, 0.75], ints=False))
row("softsign", F.softsign, unary(edge=_large, ints=False))
row("logsigmoid", F.logsigmoid, unary(edge=_large, ints=False))
row("mish", F.mish, unary(edge=_large, ints=False))
row("relu6", F.relu6, unary(edge=_large + [6.0, 7.0], ints=False))
row("hardshrink", F.hardshrink, unary(grid(-2, 2, [-0.5, 0.5]), edge=_large + [-0.5, 0.5], ints=False))
row("softshrink", F.softshrink, unary(grid(-2, 2, [-0.5, 0.5]), edge=_large + [-0.5, 0.5], ints=False))
row("tanhshrink", F.tanhshrink, unary(edge=_large, ints=False))
row("threshold", lambda a: F.threshold(a, 0.25, 2.5), unary(grid(-2, 2, [0.25]), edge=_large + [0.25], ints=False))
row("prelu", F.prelu, [("single", [x(2, 3), x(1)]), ("channels", [x(2, 3, 2), x(3)]), ("transposed", [x(2, 3, layout="transposed"), x(3)]),
                       ("edge_zero", [values([0, -1]), values([0.25])])])
row("glu", F.glu, [("last", [x(2, 4)]), ("transposed", [x(2, 4, layout="transposed")])])
row("glu0", lambda a: F.glu(a, 0), [("first", [x(4, 2)])])
for _name in ["softmax", "log_softmax"]:
    _normalise = getattr(torch, _name)
    row(_name + "0", lambda a, f=_normalise: f(a, 0), reduction(edges=_matrix_edges) + [("empty", [x(0, 2)]), ("zero_dim", [x()])])
    row(_name + "1", lambda a, f=_normalise: f(a, 1), reduction(edges=_matrix_edges) + [("empty", [x(2, 0)])])
    row(_name + "_last", lambda a, f=_normalise: f(a, -1), reduction(edges=_matrix_edges) + [
        ("float32_many", [x(3, 20, dtype="Float")])])

# ---- losses -----------------------------------------------------------------------------------------------------------
group = "loss"
_edge_probabilities = [0.0, 1.0, 0.0, 1.0, 0.5, 1e-20]
_edge_targets = [0.0, 0.0, 1.0, 1.0, 0.25, 1.0]


def pairs(left=odd, right=even, constant_target=False, edges=()):
    """Input and target of one shape."""
    target = dict(domain=right, constant=constant_target)
    cases = [
        ("contiguous", [x(2, 3, domain=left), x(2, 3, **target)]),
        ("transposed", [x(2, 3, domain=left, layout="transposed"), x(2, 3, layout="strided", **target)]),
        ("expanded", [x(2, 3, domain=left, layout="expanded"), x(2, 3, **target)]),
        ("zero_dim", [x(domain=left), x(**target)]),
        ("empty", [x(0, 3, domain=left), x(0, 3, **target)]),
        ("float32", [x(2, 1, domain=left, dtype="Float"), x(2, 1, dtype="Float", domain=right, constant=True)]),
    ]
    return cases + [(f"edge{number}", edge) for number, edge in enumerate(edges)]


_labels = [index([1, 0, 2, 1])]
_class_weights = values([0.5, 1.5, 2.0], constant=True)
for _reduction in ["none", "sum", "mean"]:
    _reduce = dict(reduction=_reduction)
    row("binary_cross_entropy_" + _reduction, lambda a, y, r=_reduce: F.binary_cross_entropy(a, y, **r), pairs(
        probability, probability, constant_target=True,
        edges=[[values(_edge_probabilities), values(_edge_targets, constant=True)],
               [values(_edge_probabilities, "Float"), values(_edge_targets, "Float", constant=True)]]), gradient_bits=True)
    row("binary_cross_entropy_weighted_" + _reduction,
        lambda a, y, w, r=_reduce: F.binary_cross_entropy(a, y, w, **r),
        [(name, case + [x(case[0].shape[-1], domain=positive, constant=True)]) for name, case in
         pairs(probability, probability, constant_target=True)[:3]])
    row("bce_with_logits_" + _reduction, lambda a, y, r=_reduce: F.binary_cross_entropy_with_logits(a, y, **r), pairs(
        real, probability, edges=[[values([0.0, 100, -100, 100, -100, 30]), values([0.5, 0, 1, 1, 0, 0.5], constant=True)]]))
    row("bce_with_logits_weighted_" + _reduction,
        lambda a, y, w, p, r=_reduce: F.binary_cross_entropy_with_logits(a, y, w, pos_weight=p, **r),
        [(name, case + [x(case[0].shape[-1], domain=positive, constant=True)] * 2) for name, case in
         pairs(real, probability)[:3]])
    row("bce_with_logits_pos_weight_" + _reduction,
        lambda a, y, p, r=_reduce: F.binary_cross_entropy_with_logits(a, y, pos_weight=p, **r),
        [("contiguous", [x(2, 3), x(2, 3, domain=probability, constant=True), x(3, domain=positive, constant=True)])])
    row("mse_loss_" + _reduction, lambda a, y, r=_reduce: F.mse_loss(a, y, **r), pairs())
    row("l1_loss_" + _reduction, lambda a, y, r=_reduce: F.l1_loss(a, y, **r), pairs(
        edges=[[values([1, 2]), values([1, 3])]]))
    row("smooth_l1_loss_" + _reduction, lambda a, y, r=_reduce: F.smooth_l1_loss(a, y, beta=0.5, **r), pairs(
        [v + 1 / 128 for v in odd], edges=[[values([1, 2, 2]), values([1, 2.5, 3])]]))
    row("huber_loss_" + _reduction, lambda a, y, r=_reduce: F.huber_loss(a, y, delta=0.5, **r), pairs(
        [v + 1 / 128 for v in odd], edges=[[values([1, 2, 2]), values([1, 2.5, 3])]]))
    row("kl_div_" + _reduction, lambda a, y, r=_reduce: F.kl_div(a, y, **r), pairs(
        real, probability, edges=[[values([-1, 0.5]), values([0, 1], constant=True)]]))
    row("kl_div_log_" + _reduction, lambda a, y, r=_reduce: F.kl_div(a, y, log_target=True, **r), pairs(real, real))
    row("nll_loss_" + _reduction, lambda a, t, r=_reduce: F.nll_loss(a, t, **r),
        indexed(*_labels, shape=(4, 3)) + [("vector", [x(3), index([2], ())]), ("edge_ignored", [x(2, 3), index([1, -100])]),
                                           ("edge_empty", [x(0, 3), index([])]), ("edge_all_ignored", [x(1, 3), index([-100])])])
    row("nll_loss_weighted_" + _reduction, lambda a, t, w, r=_reduce: F.nll_loss(a, t, w, ignore_index=1, **r),
        indexed(*_labels, _class_weights, shape=(4, 3)))
    row("cross_entropy_" + _reduction, lambda a, t, r=_reduce: F.cross_entropy(a, t, **r),
        indexed(*_labels, shape=(4, 3)) + [
            ("edge_large", [values([1000, 0, -1000, 0, 1000, 0], shape=(2, 3)), index([0, 0])]),
            ("float32", [x(2, 3, dtype="Float"), index([2, 0])])])
    row("cross_entropy_weighted_" + _reduction,
        lambda a, t, w, r=_reduce: F.cross_entropy(a, t, w, ignore_index=1, **r), indexed(*_labels, _class_weights, shape=(4, 3)))
    row("cross_entropy_smoothed_" + _reduction,
        lambda a, t, w, r=_reduce: F.cross_entropy(a, t, w, label_smoothing=0.2, **r),
        indexed(*_labels, _class_weights, shape=(4, 3)))
    row("cross_entropy_probabilities_" + _reduction, lambda a, t, r=_reduce: F.cross_entropy(a, t, **r), [
        ("contiguous", [x(2, 3), x(2, 3, domain=probability, constant=True)])])

# ---- types ------------------------------------------------------------------------------------------------------------
promotion_unary = {
    "neg": torch.neg, "abs": torch.abs, "square": torch.square, "exp": torch.exp, "sqrt": torch.sqrt, "sign": torch.sign,
    "sigmoid": torch.sigmoid, "sum": torch.sum, "mean": torch.mean, "prod": torch.prod, "max": torch.max,
    "cumsum": lambda a: a.cumsum(0), "any": torch.any, "all": torch.all, "argmax": torch.argmax, "var": torch.var,
    "norm": torch.norm, "isnan": torch.isnan, "logical_not": torch.logical_not, "softmax": lambda a: a.softmax(0),
}
promotion_binary = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow, "eq": torch.eq,
    "maximum": torch.maximum, "where": lambda a, b: torch.where(torch.tensor(True), a, b),
    "logical_and": torch.logical_and, "add_in_place": lambda a, b: a.clone().add_(b),
    "div_in_place": lambda a, b: a.clone().div_(b), "copy": lambda a, b: a.clone().copy_(b.reshape(-1)[0]),
}
promotion_scalar = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow, "rsub": lambda a, s: s - a,
    "rdiv": lambda a, s: s / a, "rpow": lambda a, s: torch.pow(s, a), "eq": torch.eq, "clamp_min": torch.clamp_min,
    "add_in_place": lambda a, s: a.clone().add_(s), "mul_in_place": lambda a, s: a.clone().mul_(s),
    "fill": lambda a, s: a.clone().fill_(s), "masked_fill": lambda a, s: a.masked_fill(torch.tensor(True), s),
}

# ---- errors -----------------------------------------------------------------------------------------------------------


def _leaf():
    return torch.zeros(2, requires_grad=True)


def _second_backward():
    y = (_leaf() ** 2).sum()
    y.backward()
    y.backward()


def _view_made_without_grad():
    base = torch.ones(2, requires_grad=True) * 1
    with torch.no_grad():
        view = base[0]
    view.mul_(2)


ones = torch.ones
errors = {
    "add_sizes": lambda: ones(2, 3) + ones(2, 4),
    "add_in_place_shape": lambda: ones(3).add_(ones(2, 3)),
    "add_in_place_type": lambda: torch.ones(2, dtype=torch.int64).add_(ones(2)),
    "sub_bool": lambda: torch.ones(2, dtype=torch.bool) - torch.ones(2, dtype=torch.bool),
    "neg_bool": lambda: -torch.ones(2, dtype=torch.bool),
    "int_negative_power": lambda: torch.ones(2, dtype=torch.int64) ** -1,
    "mm_shapes": lambda: torch.mm(ones(2, 3), ones(2, 3)),
    "mm_rank": lambda: torch.mm(ones(3), ones(3, 2)),
    "mm_rank2": lambda: torch.mm(ones(2, 3), ones(3)),
    "mm_types": lambda: torch.mm(ones(2, 2), ones(2, 2).double()),
    "matmul_shapes": lambda: torch.matmul(ones(2, 3), ones(4, 5)),
    "matmul_zero_dim": lambda: torch.matmul(torch.tensor(1.0), ones(2)),
    "mv_shapes": lambda: torch.mv(ones(2, 3), ones(2)),
    "dot_sizes": lambda: torch.dot(ones(2), ones(3)),
    "dot_rank": lambda: torch.dot(ones(2, 2), ones(2)),
    "bmm_rank": lambda: torch.bmm(ones(2, 2), ones(2, 2, 2)),
    "bmm_shapes": lambda: torch.bmm(ones(2, 2, 3), ones(2, 2, 3)),
    "addmm_shapes": lambda: torch.addmm(ones(2, 2), ones(2, 3), ones(3, 4)),
    "outer_rank": lambda: torch.outer(ones(2, 2), ones(2)),
    "view_shape": lambda: ones(2, 3).view(4),
    "view_not_contiguous": lambda: ones(2, 3).t().view(6),
    "view_two_unknown": lambda: ones(2, 3).view((-1, -1)),
    "view_negative": lambda: ones(2, 3).view((-2, 3)),
    "reshape_shape": lambda: ones(2, 3).reshape((4, -1)),
    "reshape_ambiguous": lambda: ones(0).reshape((-1, 0)),
    "item_many": lambda: torch.ops.aten.item(ones(2, 3)),
    "select_index": lambda: ones(3).select(0, 5),
    "select_zero_dim": lambda: torch.tensor(1.0).select(0, 0),
    "sum_dim": lambda: ones(3).sum(3),
    "sum_dim_repeated": lambda: ones(2, 2).sum((0, 0)),
    "transpose_dim": lambda: ones(2, 2).transpose(0, 2),
    "t_rank": lambda: ones(2, 2, 2).t(),
    "permute_repeated": lambda: ones(2, 2).permute((0, 0)),
    "unsqueeze_dim": lambda: ones(2).unsqueeze(3),
    "narrow_length": lambda: ones(3).narrow(0, 2, 2),
    "expand_size": lambda: ones(2).expand(3),
    "flatten_order": lambda: ones(2, 2).flatten(1, 0),
    "cat_empty_list": lambda: torch.cat([]),
    "cat_sizes": lambda: torch.cat([ones(2, 3), ones(2, 4)]),
    "cat_ranks": lambda: torch.cat([ones(2, 3), ones(2)]),
    "cat_zero_dim": lambda: torch.cat([torch.tensor(1.0), torch.tensor(2.0)]),
    "stack_sizes": lambda: torch.stack([ones(2), ones(3)]),
    "stack_empty_list": lambda: torch.stack([]),
    "split_sizes": lambda: ones(3).split([1, 1]),
    "split_negative": lambda: ones(3).split(-1),
    "chunk_zero": lambda: ones(3).chunk(0),
    "index_out_of_range": lambda: ones(3)[torch.tensor([3])],
    "index_too_many": lambda: torch.ops.aten.index(ones(3), [torch.tensor([0]), torch.tensor([0])]),
    "index_float": lambda: torch.ops.aten.index(ones(3), [ones(1)]),
    "index_mask_shape": lambda: ones(3)[torch.tensor([True, False])],
    "index_shapes": lambda: ones(3, 3)[torch.tensor([0, 1]), torch.tensor([0, 1, 2])],
    "index_put_shape": lambda: ones(3).index_put_((torch.tensor([0, 1]),), ones(3)),
    "index_put_type": lambda: ones(3).index_put_((torch.tensor([0]),), ones(1).double()),
    "gather_type": lambda: ones(3).gather(0, ones(1)),
    "gather_range": lambda: ones(3).gather(0, torch.tensor([3])),
    "gather_rank": lambda: ones(3, 3).gather(0, torch.tensor([0])),
    "index_select_range": lambda: ones(3).index_select(0, torch.tensor([3])),
    "index_select_type": lambda: ones(3).index_select(0, ones(1)),
    "masked_fill_dims": lambda: ones(3).masked_fill(torch.tensor([True, True, True]), ones(3)),
    "masked_select_type": lambda: ones(3).masked_select(ones(3)),
    "where_condition": lambda: torch.where(ones(2), ones(2), ones(2)),
    "clamp_nothing": lambda: torch.clamp(ones(2)),
    "mean_int": lambda: torch.tensor([1, 2]).mean(),
    "max_empty": lambda: ones(0).max(),
    "max_dim_empty": lambda: ones(2, 0).max(1),
    "argmax_empty": lambda: ones(0).argmax(),
    "argmax_dim_empty": lambda: ones(2, 0).argmax(1),
    "var_int": lambda: torch.tensor([1, 2]).var(),
    "softmax_dim": lambda: ones(2).softmax(1),
    "softmax_int": lambda: torch.tensor([1, 2]).softmax(0),
    "bce_range": lambda: F.binary_cross_entropy(torch.tensor([1.5]), ones(1)),
    "bce_logits_size": lambda: torch.ops.aten.binary_cross_entropy_with_logits(ones(2), ones(3)),
    "mse_sizes": lambda: torch.ops.aten.mse_loss(ones(2), ones(3)),
    "nll_target": lambda: F.nll_loss(ones(2, 3), torch.tensor([0, 5])),
    "nll_batch": lambda: torch.ops.aten.nll_loss(ones(2, 3), torch.tensor([0])),
    "nll_type": lambda: F.nll_loss(ones(2, 3), ones(2)),
    "nll_weight": lambda: F.nll_loss(ones(2, 3), torch.tensor([0, 1]), ones(2)),
    "smooth_l1_beta": lambda: torch.ops.aten.smooth_l1_loss(ones(2), ones(2), 1, -1.0),
    "huber_delta": lambda: torch.ops.aten.huber_loss(ones(2), ones(2), 1, 0.0),
    "softplus_int": lambda: F.softplus(torch.tensor([1])),
    "arange_step": lambda: torch.arange(0, 3, 0),
    "arange_sign": lambda: torch.arange(0, 3, -1),
    "zeros_negative": lambda: torch.zeros(-1),
    "requires_grad_interior": lambda: (_leaf() * 2).requires_grad_(False),
    "backward_not_scalar": lambda: (_leaf() * 2).backward(),
    "backward_no_graph": lambda: ones(()).backward(),
    "backward_twice": _second_backward,
    "grad_unused": lambda: torch.autograd.grad((_leaf() * 2).sum(), [_leaf()]),
    "leaf_in_place": lambda: _leaf().add_(1),
    "leaf_view_in_place": lambda: _leaf()[0].add_(1),
    "no_grad_view": _view_made_without_grad,
    "expanded_in_place": lambda: ones(1).expand(2).add_(1),
}
