"""`grad check`: a node's gradient beside central differences of its operation.

The forward y = f(x) of an element is written once more here, in Python. With L = sum_i upstream_i
f_i the numeric gradient of an input's element is upstream_i (f(x_i + h) - f(x_i - h)) / 2h, summed
over the elements to which the input was broadcast.
"""

import inspect
import math

import glassgrad_view as view

SCALAR = "glassgrad::Scalar"
STEPS = 1e-6, 1e-9  # h; the second where the first leaves the function's domain
TOLERANCE = 1e-3  # of the greatest element


def attempt(f, *arguments):
    """None outside of the function's domain."""
    try:
        return f(*arguments)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def all_elements(tensor):
    values = tensor.elements()
    if values is None:
        raise view.Refused("%d elements are too many to check" % tensor.numel)
    return values


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def gelu(self, by_tanh):
    if by_tanh:
        return self / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (self + 0.044715 * self ** 3)))
    return self / 2 * (1 + math.erf(self / math.sqrt(2)))


def clamp(self, min, max):
    return min if min is not None and self < min else max if max is not None and self > max else self


def elu(self, alpha, scale, input_scale):
    return scale * (self if self > 0 else alpha * math.expm1(input_scale * self))


def huber(d, delta):
    return d * d / 2 if abs(d) < delta else delta * (abs(d) - delta / 2)


def bce(self, target, weight):
    return -weight * (target * math.log(self) + (1 - target) * math.log(1 - self))


def bce_with_logits(self, target, weight, pos_weight):
    return weight * (pos_weight * target * softplus(-self) + (1 - target) * softplus(self))


# The arguments are the node's inputs, then its constants, by the names of the node's members. x and
# y are inputs that the node does not save, for the function is linear in them: any value serves.
FORWARD = {
    "AddBackward0": lambda x, y, alpha: x + alpha * y,
    "AddBackward1": lambda x: x,
    "SubBackward0": lambda x, y, alpha: x + alpha * y,  # saves -alpha
    "SubBackward1": lambda x: x,
    "RsubBackward1": lambda x, alpha: -alpha * x,
    "MulBackward0": lambda self, other: self * other,
    "MulBackward1": lambda x, other: x * other,
    "DivBackward0": lambda self, other: self / other,
    "DivBackward1": lambda x, other: x / other,
    "RemainderBackward0": lambda self, other: self % other,
    "PowBackward0": lambda self, exponent: math.pow(self, exponent),
    "PowBackward1": lambda self, exponent: math.pow(self, exponent),
    "NegBackward0": lambda x: -x,
    "AbsBackward0": lambda self: abs(self),
    "LogBackward0": lambda self: math.log(self),
    "Log1PBackward0": lambda self: math.log1p(self),
    "Log2Backward0": lambda self: math.log2(self),
    "Log10Backward0": lambda self: math.log10(self),
    "SinBackward0": lambda self: math.sin(self),
    "CosBackward0": lambda self: math.cos(self),
    "ErfBackward0": lambda self: math.erf(self),
    "ClampBackward1": clamp,
    "MaximumBackward0": lambda self, other: max(self, other),
    "MinimumBackward0": lambda self, other: min(self, other),
    "WhereBackward0": lambda x, y, condition: x if condition else y,
    "MaskedFillBackward0": lambda x, y, mask: y if mask else x,
    "MaskedFillBackward1": lambda x, y, mask: y if mask else x,
    "LogSigmoidBackward0": lambda self: -softplus(-self),
    "SiluBackward0": lambda self: self * sigmoid(self),
    "MishBackward0": lambda self: self * math.tanh(softplus(self)),
    "SoftplusBackward0": lambda self, beta, threshold: (
        self if beta * self > threshold else softplus(beta * self) / beta),
    "GeluBackward0": gelu,
    "EluBackward0": elu,
    "CeluBackward0": elu,
    "ThresholdBackward0": lambda self, threshold: self if self > threshold else 0.0,
    "LeakyReluBackward0": lambda self, slope: self if self > 0 else slope * self,
    "HardtanhBackward0": lambda self, low, high: min(max(self, low), high),
    "HardshrinkBackward0": lambda self, lambda_: self if abs(self) > lambda_ else 0.0,
    "SoftshrinkBackward0": lambda self, lambda_: math.copysign(max(abs(self) - lambda_, 0), self),
    "MseLossBackward0": lambda self, target: (self - target) ** 2,
    "L1LossBackward0": lambda self, target: abs(self - target),
    "SmoothL1LossBackward0": lambda self, target, beta: (
        huber(self - target, beta) / beta if beta else abs(self - target)),
    "HuberLossBackward0": lambda self, target, delta: huber(self - target, delta),
    "BinaryCrossEntropyBackward0": bce,
    "BinaryCrossEntropyWithLogitsBackward0": bce_with_logits,
}

# Where the node saves its result y instead: f and the x of a y.
OF_RESULT = {
    "SigmoidBackward0": (sigmoid, lambda y: math.log(y / (1 - y))),
    "TanhBackward0": (math.tanh, math.atanh),
    "ExpBackward0": (math.exp, math.log),
    "Expm1Backward0": (math.expm1, math.log1p),
    "SqrtBackward0": (math.sqrt, lambda y: y * y),
    "RsqrtBackward0": (lambda x: 1 / math.sqrt(x), lambda y: 1 / (y * y)),
    "ReciprocalBackward0": (lambda x: 1 / x, lambda y: 1 / y),
    "TanBackward0": (math.tan, math.atan),
    "ReluBackward0": (lambda x: max(x, 0.0), lambda y: y if y > 0 else -1.0),
}

NOT_SAVED = "x", "y"
OPTIONAL_WEIGHTS = "weight", "pos_weight"  # 1 where the node saves none
MEAN = 1  # of kernels::Reduce


class Check:
    """What the node knows before its rule runs."""

    def __init__(self, machine, node_address, grads_address):
        self.machine, self.node = machine, view.NodeView(machine, node_address)
        node, grads = self.node, view.grads_list(machine, grads_address) if grads_address else []
        if not grads or not grads[0]:
            raise view.Refused("%s has no upstream gradient to check with" % node.name)
        upstream = view.TensorView(machine, grads[0])
        self.members = {name: (offset, kind) for name, offset, kind in machine.fields(node.type)}
        self.shape, self.upstream = upstream.sizes, all_elements(upstream)
        if node.name in OF_RESULT:
            self.f, inverse = OF_RESULT[node.name]
            self.arguments = [[attempt(inverse, y) for y in all_elements(self.read("result"))]]
        elif node.name in FORWARD:
            self.f = FORWARD[node.name]
            names = [name.rstrip("_") for name in inspect.signature(self.f).parameters]
            if "reduce" in self.members:
                self.share_among(self.read("self"))
            self.arguments = [self.read(name) for name in names]
        else:
            raise view.Refused(
                "no forward of %s is known here to take differences of" % node.name)

    def share_among(self, x):
        """A loss: its gradient is one for all elements, or that of their mean."""
        if self.read("reduce"):
            each = self.upstream[0] / (max(x.numel, 1) if self.read("reduce") == MEAN else 1)
            self.upstream, self.shape = [each] * x.numel, x.sizes

    def read(self, name):
        """A saved tensor, a number, or None."""
        machine, address = self.machine, self.node.address
        if name in NOT_SAVED:
            return 0.0
        if name not in self.members:
            at = machine.offset(self.node.type, "parameters." + name)
            return view.integer(machine, address + at, "d")
        offset, kind = self.members[name]
        if kind == view.SAVED_TENSOR:
            impl = view.member(machine, address + offset, kind, "tensor_.impl_.p_")
            return view.TensorView(machine, impl) if impl else (
                1.0 if name in OPTIONAL_WEIGHTS else None)
        if kind.endswith("optional<glassgrad::Scalar>"):
            engaged = machine.offset(SCALAR, "")
            return scalar(machine, address + offset) if view.integer(
                machine, address + offset + engaged, "?") else None
        if kind == SCALAR:
            return scalar(machine, address + offset)
        return view.integer(machine, address + offset, {
            "double": "d", "bool": "?", "int64_t": "q", "long": "q"}.get(kind, "B"))

    def expanded(self, argument):
        """An argument for each element of the output."""
        if isinstance(argument, list):
            return argument
        if not isinstance(argument, view.TensorView):
            return [argument] * len(self.upstream)
        values = all_elements(argument)
        return [values[i] for i in broadcast(argument.sizes, self.shape)]

    def gradient(self, wanted, sizes):
        """dL/d(input), of that shape; None for elements where differences cannot be taken."""
        arguments = [self.expanded(argument) for argument in self.arguments]
        if self.arguments[wanted] is None:
            arguments[wanted] = [0.0] * len(self.upstream)  # a product saves what it needs alone
        total = [0.0] * math.prod(sizes)
        for i, at in enumerate(broadcast(sizes, self.shape)):
            slope = self.slope([argument[i] for argument in arguments], wanted)
            if slope is None or total[at] is None:
                total[at] = None
            else:
                total[at] += self.upstream[i] * slope
        return total

    def slope(self, point, wanted):
        x = point[wanted]
        for step in STEPS if x is not None else ():
            h = step * max(1.0, abs(x))
            low, high = (attempt(self.f, *point[:wanted], v, *point[wanted + 1:])
                         for v in (x - h, x + h))
            if low is not None and high is not None:
                return (high - low) / (2 * h)
        return None

    def report(self, results):
        """Lines that say how far the rule's results are from the differences."""
        wanted = next((i for i, result in enumerate(results) if result), None)
        if wanted is None:
            raise view.Refused("%s gave no gradient to check" % self.node.name)
        result = view.TensorView(self.machine, results[wanted])
        numeric, analytic = self.gradient(wanted, result.sizes), all_elements(result)
        known = [i for i, value in enumerate(numeric) if value is not None]
        if not known:
            raise view.Refused("no element of %s has differences" % self.node.name)
        errors = {i: abs(numeric[i] - analytic[i]) for i in known}
        worst = max(known, key=lambda i: errors[i] if errors[i] == errors[i] else math.inf)
        scale = max([abs(numeric[i]) for i in known] + [1e-6])
        agrees = errors[worst] <= TOLERANCE * scale
        return ["%s: the gradient of input %d %s central differences" % (
                    self.node.name, wanted, "agrees with" if agrees else "DIFFERS from"),
                "   at element %d: %s by the rule, %s by differences" % (
                    worst, four_digits(analytic[worst]), four_digits(numeric[worst]))]


def scalar(machine, address):
    kind = view.member(machine, address, SCALAR, "kind_", "b")
    is_real = view.ELEMENT_TYPES[kind][1] in "fd"
    return view.member(machine, address, SCALAR, *(("real_", "d") if is_real else ("integer_", "q")))


def broadcast(sizes, shape):
    """For each element of `shape`, in order, its place in a tensor of `sizes`."""
    sizes = [1] * (len(shape) - len(sizes)) + list(sizes)
    places = [0]
    for size, extent in zip(sizes, shape):
        places = [p * size + (i if size > 1 else 0) for p in places for i in range(extent)]
    return places


def four_digits(value):
    return view.number(float("%.4g" % value))
