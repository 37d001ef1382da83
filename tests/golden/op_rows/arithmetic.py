"""The arithmetic operators, with tensors and with numbers on either side."""
import torch

from op_rows.cases import rows_of, binary, grid, inf, nan, nonzero, odd, special, unary, values, without, x

row = rows_of("arithmetic")

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
    ("edge", [values([1, -1, inf, nan, 1, 1], constant=True), values([0, 0, 2, 1, inf, -inf], constant=True)])])
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
row("lerp", lambda a, b: torch.lerp(a, b, 0.25), [
    ("contiguous", [x(2, 3), x(2, 3)]), ("broadcast", [x(2, 1), x(3)]),
    ("transposed", [x(2, 3, layout="transposed"), x(2, 3, layout="expanded")])])
row("lerp_near_end", lambda a, b: torch.lerp(a, b, 0.75), [("contiguous", [x(2, 3), x(2, 3)])])
row("rsub", torch.rsub, binary(ints=False))
row("rsub_alpha", lambda a: torch.rsub(a, 1.5, alpha=2), unary(ints=False))
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
