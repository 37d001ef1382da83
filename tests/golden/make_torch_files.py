"""Writes tests/golden/torch/: files of PyTorch 1.13's torch.save, and trainings of the tutorial that
are stopped half way, with the losses that follow.

    /usr/bin/python3 tests/golden/make_torch_files.py
"""
import collections
import os
from pathlib import Path

os.environ["OPENBLAS_CORETYPE"] = "Haswell"  # as in make_tutorial.py
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import numpy
import torch

FOLDER = Path(__file__).parent / "torch"


def numbers(dtype, *shape, first=0.0, step=1.0):
    count = int(numpy.prod(shape, dtype=numpy.int64))
    return (first + step * torch.arange(count, dtype=torch.float64)).to(dtype).reshape(shape)


def tensors():
    base = numbers(torch.float32, 4, 6)
    return collections.OrderedDict([
        ("float", numbers(torch.float32, 2, 3, first=-1, step=0.5)),
        ("double", numbers(torch.float64, 2, first=1e-300)),
        ("long", numbers(torch.int64, first=7)),
        ("int", numbers(torch.int32, 2, 2, first=-2)),
        ("byte", numbers(torch.uint8, 3, first=250)),
        ("bool", torch.tensor([False, True, False])),
        ("half", torch.tensor([0.5, -2, 65504, 6e-8], dtype=torch.float16)),
        ("bfloat16", torch.tensor([1, -2.5, 3e38], dtype=torch.bfloat16)),
        ("empty", torch.empty(0, 4)),
        ("base", base),
        ("transposed", base.t()),
        ("strided", base[1:, ::2]),
        ("expanded", base[0].expand(3, 6)),
    ])


def network():
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Tanh(),
                              torch.nn.Linear(4, 1))
    net(torch.ones(2, 3))
    return net


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=2),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.2, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.01, amsgrad=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.02, momentum=0.5, centered=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.2, lr_decay=0.01),
    "lbfgs": lambda p: torch.optim.LBFGS(p, lr=0.1, max_iter=3, history_size=5),
    "lbfgs_search": lambda p: torch.optim.LBFGS(p, lr=0.5, max_iter=4,
                                                line_search_fn="strong_wolfe"),
}
X = torch.arange(-2, 2, 0.1).view(-1, 1)
Y = (X > 0.2).float()


def train_in_moves(model, optimizer, epochs):
    x, y = X.to(model.weight.dtype), Y.to(model.weight.dtype)
    losses = []
    for _ in range(epochs):
        for k in range(20):
            def closure():
                optimizer.zero_grad()
                loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(model(x[k::20])),
                                                                y[k::20])
                loss = loss + 0.05 * (model.weight * model.weight).sum()
                loss.backward()
                return loss
            losses.append(optimizer.step(closure).item())
    return losses


def train(model, optimizer, epochs):
    if isinstance(optimizer, torch.optim.LBFGS):
        return train_in_moves(model, optimizer, epochs)
    losses = []
    for _ in range(epochs):
        for k in range(0, 40, 2):
            loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(model(X[k:k + 2])),
                                                            Y[k:k + 2])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def main():
    FOLDER.mkdir(exist_ok=True)

    def save(name, value, **options):
        torch.save(value, FOLDER / name, **options)

    save("tensors.pt", tensors())
    save("network.pt", network().state_dict())
    shared = [1, 2]
    checkpoint = {
        "epoch": 3, "lr": 0.1, "done": False, "note": "\u00fcber", "none": None, "big": -2**40,
        "losses": [0.5, 0.25], "shape": torch.Size([2, 3]), "pair": (1, ("x", 2.5)),
        "empty": [], 7: {"nested": [{"w": torch.ones(2)}]}, "a": shared, "b": shared,
        "parameter": torch.nn.Parameter(torch.ones(2)), "model": network().state_dict()}
    for protocol in (2, 3, 4, 5):
        save(f"checkpoint{protocol}.pt", checkpoint, pickle_protocol=protocol)
    save("int8.pt", {"model": {"w": torch.ones(2, dtype=torch.int8)}})
    # What is refused.
    save("old.pt", {"w": torch.ones(2)}, _use_new_zipfile_serialization=False)
    save("complex.pt", [torch.ones(2), torch.ones(2, dtype=torch.complex64)])
    save("numpy.pt", {"loss": numpy.float64(0.5)})
    save("model.pt", torch.nn.Linear(1, 1))

    lines = []
    for name, make in OPTIMIZERS.items():
        torch.manual_seed(0)
        # Python computes along the line in the type of the parameters, libtorch and we in double.
        model = torch.nn.Linear(1, 1).to(torch.double if name == "lbfgs_search" else torch.float)
        optimizer = make(model.parameters())
        train(model, optimizer, 2)
        save(f"{name}.pt", {"epoch": 2, "model": model.state_dict(),
                            "optimizer": optimizer.state_dict()})
        losses = train(model, optimizer, 3)
        lines.append(" ".join([name] + [float(loss).hex() for loss in losses]))
    (FOLDER / "losses.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
