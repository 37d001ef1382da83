"""Operations whose result type depends on the types of the operands."""
import torch

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
