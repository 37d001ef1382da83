"""`grad check`: a node's gradient beside central differences of its operation.

The forward of an operation is written once more here, as a Python function of one number and of the
values that the node saved. With L = sum_i upstream_i * f_i, the numeric gradient of input element i
is upstream_i * (f(x_i + h) - f(x_i - h)) / 2h for an elementwise operation.
"""

import math

import glassgrad_view as view

H = 1e-4


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


# Saved input x: node -> f(x). Constants of the node follow x, by the names of its members.
OF_INPUT = {
    "LogBackward0": math.log,
    "SinBackward0": math.sin,
    "CosBackward0": math.cos,
    "AbsBackward0": abs,
    "ErfBackward0": math.erf,
    "Log1PBackward0": math.log1p,
}

# Saved result y: node -> (f(x), x of y).
OF_RESULT = {
    "SigmoidBackward0": (sigmoid, lambda y: math.log(y / (1 - y))),
    "TanhBackward0": (math.tanh, math.atanh),
    "ExpBackward0": (math.exp, math.log),
    "SqrtBackward0": (math.sqrt, lambda y: y * y),
    "ReciprocalBackward0": (lambda x: 1 / x, lambda y: 1 / y),
    "ReluBackward0": (lambda x: max(x, 0.0), lambda y: y if y > 0 else -1.0),
}

# Saved self and the other operand: node -> (other's member, f(x, other)).
OF_PAIR = {
    "MulBackward0": ("other", lambda a, b: a * b),
    "DivBackward0": ("other", lambda a, b: a / b),
    "MseLossBackward0": ("target", lambda x, t: (x - t) ** 2),
    "BinaryCrossEntropyBackward0": (
        "target", lambda p, t: -(t * math.log(p) + (1 - t) * math.log(1 - p))),
}


def saved_values(machine, node, name):
    for field, offset, type_name in machine.fields(node.type):
        if field == name and type_name == view.SAVED_TENSOR:
            impl = view.member(machine, node.address + offset, view.SAVED_TENSOR, "tensor_.impl_.p_")
            return view.TensorView(machine, impl).elements() if impl else None
    return None


def slope(f, x):
    h = H * max(1.0, abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)


def numeric_gradient(machine, node, upstream):
    """dL/dx of the node's first input, or None for an operation that is not in the tables."""
    if node.name in OF_INPUT:
        f, xs = OF_INPUT[node.name], saved_values(machine, node, "self")
        slopes = [slope(f, x) for x in xs]
    elif node.name in OF_RESULT:
        (f, inverse), ys = OF_RESULT[node.name], saved_values(machine, node, "result")
        slopes = [slope(f, inverse(y)) for y in ys]
    elif node.name in OF_PAIR:
        other_name, f = OF_PAIR[node.name]
        xs = saved_values(machine, node, "self")
        others = saved_values(machine, node, other_name)
        if others is None:
            return None
        if xs is None and node.name == "MulBackward0":
            xs = [0.0] * len(upstream)  # linear in x, whatever x is
        if xs is None or len(xs) != len(others):
            return None
        slopes = [slope(lambda v, t=t: f(v, t), x) for x, t in zip(xs, others)]
    else:
        return None
    if len(upstream) == 1 and len(slopes) > 1:  # a loss: the mean, or the sum, of the elements
        reduce = next((o for n, o, _ in machine.fields(node.type) if n == "reduce"), None)
        mean = reduce is None or view.integer(machine, node.address + reduce, "B") == 1
        upstream = [upstream[0] / (len(slopes) if mean else 1)] * len(slopes)
    if len(upstream) != len(slopes):
        return None
    return [u * s for u, s in zip(upstream, slopes)]


def report(name, numeric, analytic, tolerance=1e-3):
    """Lines that say how far the two are apart."""
    if len(numeric) != len(analytic):
        return ["%s: the gradient has %d elements, expected %d" % (name, len(analytic), len(numeric))]
    scale = max([abs(v) for v in numeric] + [1e-6])
    worst = max(range(len(numeric)), key=lambda i: abs(numeric[i] - analytic[i]))
    error = abs(numeric[worst] - analytic[worst]) / scale
    verdict = "agrees with" if error <= tolerance else "DIFFERS from"
    return ["%s: the gradient of input 0 %s central differences" % (name, verdict),
            "   at element %d: %s by the rule, %s by differences" % (
                worst, view.number(float("%.4g" % analytic[worst])),
                view.number(float("%.4g" % numeric[worst])))]
