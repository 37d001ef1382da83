#!/usr/bin/env python3
"""Writes bits.txt: activations and losses of short float32 tensors, where glassgrad gives PyTorch 1.13.1's bits.

    /usr/bin/python3 tests/golden/make_bits.py [FILE]     (default: bits.txt beside this file)

The format is that of ops.txt (README.md). Numbers have all their 24 bits, drawn from a fixed seed.
"""
import pathlib
import random
import sys

import make_ops  # sets the environment before torch is loaded

import torch
import torch.nn.functional as F

rng = random.Random(0)
torch.set_num_threads(1)  # sums are then added in one order
lines = []


def floats(*shape, low=-4.0, high=4.0):
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([rng.uniform(low, high) for _ in range(count)], dtype=torch.float32).view(shape)


def probabilities(*shape):
    return floats(*shape, low=0.0, high=1.0)


def labels(classes, *shape):
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([rng.randrange(classes) for _ in range(count)]).view(shape)


def case(name, variant, function, inputs, constant=()):
    """One call: its results and, for every float input that is not constant, its gradient."""
    leaves = [tensor.requires_grad_() if tensor.is_floating_point() and index not in constant else tensor
              for index, tensor in enumerate(inputs)]
    output = function(*leaves)
    cotangent = floats(*output.shape)
    gradients = iter(torch.autograd.grad(output, [leaf for leaf in leaves if leaf.requires_grad], cotangent))
    lines.append(f"case {name}/{variant}")
    lines.extend("in contiguous " + make_ops.tensor_text(tensor) for tensor in inputs)
    lines.append("out " + make_ops.tensor_text(output))
    lines.append("cotangent " + make_ops.tensor_text(cotangent))
    lines.extend("gradient " + (make_ops.tensor_text(next(gradients)) if leaf.requires_grad else "none")
                 for leaf in leaves)


def activation(name, function, sizes=(1, 3, 15)):
    lines.append(f"row activation {name}")
    for n in sizes:
        case(name, n, function, [floats(n)])


def loss(name, function, first, second=probabilities, sizes=(1, 2, 5, 8, 15), weights=0):
    for reduction in ("none", "mean", "sum"):
        lines.append(f"row loss {name}_{reduction}")
        for n in sizes:
            inputs = [first(n), second(n)] + [floats(n, low=0.0, high=3.0) for _ in range(weights)]
            case(f"{name}_{reduction}", n, lambda *a: function(*a, reduction=reduction), inputs, constant=(2, 3))


# The exponential of a sigmoid is SLEEF's in whole groups of 16 and libm's in the rest, here as there.
activation("sigmoid", torch.sigmoid, sizes=(1, 2, 15, 16, 40))
activation("tanh", torch.tanh)
activation("relu", torch.relu)
activation("leaky_relu", lambda x: F.leaky_relu(x, 0.2))
activation("elu", lambda x: F.elu(x, 1.3))
activation("selu", F.selu)
activation("celu", lambda x: F.celu(x, 0.7))
activation("softplus", F.softplus)
activation("softplus_bent", lambda x: F.softplus(x, 2.5, 1.5))
activation("gelu", F.gelu)
activation("gelu_tanh", lambda x: F.gelu(x, approximate="tanh"))
activation("silu", F.silu, sizes=(1, 2, 15, 16, 32))
activation("mish", F.mish)
activation("hardtanh", lambda x: F.hardtanh(x, -0.5, 0.75))
activation("relu6", F.relu6)
activation("hardshrink", F.hardshrink)
activation("softshrink", lambda x: F.softshrink(x, 0.3))
activation("threshold", lambda x: F.threshold(x, 0.25, 2.5))
activation("log_sigmoid", F.logsigmoid, sizes=(1, 2, 15, 16, 40))
activation("glu", F.glu, sizes=(2, 8, 14))

for name in ("softmax", "log_softmax"):  # every size
    for dim, shapes in (("0", [(3,), (3, 5), (7, 20)]), ("1", [(3, 5), (1, 15), (1, 40), (2, 9, 11)])):
        lines.append(f"row activation {name}{dim}")
        for shape in shapes:
            case(name + dim, "x".join(map(str, shape)), lambda x: getattr(torch, name)(x, int(dim)), [floats(*shape)])

loss("bce", F.binary_cross_entropy, probabilities)
loss("bce_weighted", lambda x, t, w, reduction: F.binary_cross_entropy(x, t, w, reduction=reduction), probabilities, weights=1)
loss("bce_with_logits", F.binary_cross_entropy_with_logits, floats)
loss("bce_with_logits_weighted",
     lambda x, t, w, reduction: F.binary_cross_entropy_with_logits(x, t, w, reduction=reduction), floats, weights=1)
loss("bce_with_logits_pos_weight",
     lambda x, t, p, reduction: F.binary_cross_entropy_with_logits(x, t, pos_weight=p, reduction=reduction), floats, weights=1)
loss("mse", F.mse_loss, floats, floats, sizes=(1, 2, 5, 7, 9, 13, 15, 70))
loss("l1", F.l1_loss, floats, floats, sizes=(1, 2, 5, 7, 9, 13, 15, 70))
loss("smooth_l1", lambda x, t, reduction: F.smooth_l1_loss(x, t, reduction=reduction, beta=0.7), floats, floats)
loss("huber", lambda x, t, reduction: F.huber_loss(x, t, reduction=reduction, delta=0.7), floats, floats)

for reduction in ("none", "mean", "sum"):
    for name, function in (("nll", F.nll_loss), ("cross_entropy", F.cross_entropy)):
        lines.append(f"row loss {name}_{reduction}")
        for shape in [(1, 2), (15, 3), (20, 4), (2, 3, 4), (2, 3, 2, 2)]:
            inputs = [floats(*shape), labels(shape[1], shape[0], *shape[2:])]
            case(f"{name}_{reduction}", "x".join(map(str, shape)), lambda *a: function(*a, reduction=reduction), inputs)
        lines.append(f"row loss {name}_weighted_{reduction}")
        for shape in [(15, 3), (20, 4), (2, 3, 4)]:
            inputs = [floats(*shape), labels(shape[1], shape[0], *shape[2:]), floats(shape[1], low=0.1, high=2.0)]
            case(f"{name}_weighted_{reduction}", "x".join(map(str, shape)),
                 lambda x, t, w: function(x, t, w, ignore_index=1, reduction=reduction), inputs, constant=(2,))

activation("gelu_groups", F.gelu, sizes=(16, 40))

target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "bits.txt"
target.write_text(f"# PyTorch {torch.__version__}, written by make_bits.py. Format: README.md.\n" + "\n".join(lines) + "\n")
