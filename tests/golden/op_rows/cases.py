"""What rows are made of: domains of the inputs, memory layouts, and the families of cases that operations share."""
import dataclasses
import itertools
import math
from typing import Callable, List, Optional, Tuple

inf, nan = math.inf, math.nan

# ---- domains: the values that an input may take --------------------------------------------------
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
distinct_magnitudes = [(-1) ** k * (k + 1) / 32 for k in range(64)]
integers = list(range(-5, 6))
naturals = list(range(0, 5))
bits = [0, 1]


def draw(domain, count, rng):
    return rng.sample(domain, count) if count <= len(domain) else rng.choices(domain, k=count)


# ---- rows ----------------------------------------------------------------------------------------

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


def rows_of(group):
    """The function that adds a row to a group."""
    def row(name, function, cases, **options):
        assert name not in [other.name for other in rows], name
        rows.append(Row(group, name, function, cases, **options))
    return row


def x(*shape, domain=real, dtype="Double", layout="contiguous", constant=False):
    return Spec(shape, domain, dtype, layout, constant=constant)


def values(numbers, dtype="Double", shape=None, constant=False):
    """An input of given values; 1-D without a shape."""
    return Spec((len(numbers),) if shape is None else shape, dtype=dtype, values=numbers, constant=constant)


def index(numbers, shape=None):
    return values(numbers, "Long", shape)


def mask(numbers, shape=None):
    return values(numbers, "Bool", shape)


# ---- families of cases ---------------------------------------------------------------------------

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
        # Of NaN the value alone: PyTorch's vector and scalar code give it different gradients.
        numbers = [number for number in edge if number == number]
        cases += [("edge", [values(numbers)]), ("edge_float32", [values(numbers, "Float")]),
                  ("edge_nan", [values([nan], constant=True)])]
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

matrix_layouts = ["contiguous", "transposed", "strided", "expanded"]


def indexed(*indices, shape=(3, 4)):
    """A matrix in every layout, with the same further inputs."""
    return [(layout, [x(*shape, layout=layout), *indices]) for layout in matrix_layouts]


# Matrices with NaN, with infinities, and with values whose exponential overflows.
matrix_edges = [values([1, 2, 2, -3, nan, 0], shape=(2, 3)), values([inf, 1, -inf, -inf, -inf, -inf], shape=(2, 3)),
                 values([1000, 1001, 1002, -1000, -1000, -1000], shape=(2, 3))]
