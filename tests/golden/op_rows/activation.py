"""Activation functions."""
import torch
import torch.nn.functional as F

from op_rows.cases import rows_of, matrix_edges, grid, reduction, special, unary, values, x

row = rows_of("activation")

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
    row(_name + "0", lambda a, f=_normalise: f(a, 0), reduction(edges=matrix_edges) + [("empty", [x(0, 2)]), ("zero_dim", [x()])])
    row(_name + "1", lambda a, f=_normalise: f(a, 1), reduction(edges=matrix_edges) + [("empty", [x(2, 0)])])
    row(_name + "_last", lambda a, f=_normalise: f(a, -1), reduction(edges=matrix_edges) + [
        ("float32_many", [x(3, 20, dtype="Float")])])
