"""Losses with their three reductions."""
import torch.nn.functional as F

from op_rows.cases import rows_of, even, index, indexed, odd, positive, probability, real, values, x

row = rows_of("loss")

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
