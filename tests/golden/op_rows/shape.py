"""Joining, splitting, views and conversions."""
import torch

from op_rows.cases import rows_of, integers, mask, nan, values, x

row = rows_of("shape")

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
row("vstack", lambda *a: torch.vstack(a), [
    ("matrices", [x(2, 3), x(1, 3, layout="strided")]), ("vectors", [x(3), x(3)]), ("numbers", [x(), x()]),
    ("both", [x(3), x(2, 3)])])
row("hstack", lambda *a: torch.hstack(a), [
    ("matrices", [x(2, 3), x(2, 1)]), ("vectors", [x(3), x(1)]), ("numbers", [x(), x(2)])])
row("concat", lambda *a: torch.concat(a, 1), [("two", [x(2, 3), x(2, 1)])])
row("meshgrid", lambda *a: torch.meshgrid(*a, indexing="ij"), [
    ("one", [x(3)]), ("two", [x(3), x(2)]), ("three", [x(3), x(), x(2, layout="strided")])])
row("meshgrid_xy", lambda *a: torch.meshgrid(*a, indexing="xy"), [
    ("one", [x(3)]), ("two", [x(3), x(2)]), ("three", [x(3), x(1), x(2)])])
row("swapaxes", lambda a: a.swapaxes(0, -1), layouts(2, 3, 2))
row("movedim", lambda a: a.movedim(0, -1), layouts(2, 3, 2) + [("zero_dim", [x()])])
row("movedim_two", lambda a: a.movedim((2, 0), (0, 1)), layouts(2, 3, 2))
row("tile", lambda a: a.tile((2, 1)), layouts(2, 3) + [("vector", [x(3)]), ("more", [x(2, 1, 2)])])
row("repeat_interleave", lambda a: a.repeat_interleave(2), layouts(2, 3) + [("zero_dim", [x()])])
row("repeat_interleave_dim", lambda a: a.repeat_interleave(3, 1), layouts(2, 3, 2) + [("empty", [x(2, 0)])])
row("diag", lambda a: a.diag(), layouts(2, 3) + [("vector", [x(3)]), ("empty", [x(0)])])
row("diag_offset", lambda a: a.diag(-1), layouts(3, 2) + [("vector", [x(2)])])
row("diag_above", lambda a: a.diag(1), layouts(2, 3) + [("vector", [x(2)])])
row("trace", lambda a: a.trace(), layouts(2, 3) + [("square", [x(3, 3)])])
row("count_nonzero", lambda a: a.count_nonzero(), [("mask", [mask([1, 0, 1])]), ("numbers", [x(2, 3)])])
row("clip", lambda a: a.clip(-0.5, 0.5), layouts(2, 3))
row("flip", lambda a: a.flip((0, -1)), layouts(2, 3, empty=(0, 2)))
row("tril", lambda a: a.tril(), layouts(3, 3) + [("batch", [x(2, 2, 3)])])
row("triu", lambda a: a.triu(1), layouts(3, 3) + [("batch", [x(2, 2, 3)])])
row("sum_to_size", lambda a: a.sum_to_size(3, 1), [("contiguous", [x(2, 3, 2)]), ("same", [x(3, 1)])])
row("copy_in_place", lambda a, b: a.clone().copy_(b), [
    ("broadcast", [x(2, 3), x(3)]), ("transposed", [x(2, 3), x(2, 3, layout="transposed")]),
    ("edge_types", [x(2, dtype="Float"), x(2)])])
row("fill_in_place", lambda a: a.clone().fill_(2.5), [("contiguous", [x(2, 3)])])
row("fill_tensor_in_place", lambda a, b: a.clone().fill_(b), [("contiguous", [x(2, 3), x()])])
row("fill_diagonal_in_place", lambda a: a.clone().fill_diagonal_(2.5), [("square", [x(3, 3)]), ("wide", [x(2, 3)])])
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
