"""Wrong calls, by name. Those whose text differs between Python and C++ stand in tests/autograd/ops/errors_test.cpp alone."""
import torch
import torch.nn.functional as F


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
