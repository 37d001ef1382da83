#!/usr/bin/python3
"""Writes csv_runs.txt: what PyTorch 1.13.1 makes of the penguins, with the settings that follow "$".

Each run: lines "step loss test_loss" before some steps and after the last, and then "end" with
training loss, right and rows, test loss, right and rows, and the areas under the ROC curves of both
(the positive class, or the mean over all classes), counted pair by pair.
"""

import csv
import pathlib
import shlex
import statistics

import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

HERE = pathlib.Path(__file__).parent
PENGUINS = HERE / "../../apps/logistic_regression/data/penguins.csv"
NUMBERS = {"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"}
STEPS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500}

RUNS = [
    "--target species --test-every 5 --epochs 200",
    "--target species --test-every 5 --epochs 200 --dtype float32 --optimizer adam",
    "--target sex --positive female --test-every 3 --optimizer adam --lr 0.05 --weight-decay 0.01 --epochs 100",
    "--target sex --features bill_depth_mm,species --weight-decay 0.1 --lr 1 --epochs 50",
    "--target species --positive Gentoo --features body_mass_g --no-standardize --lr 1e-8 --epochs 10",
    "--target island --ignore year --batch-size 32 --epochs 5 --test-every 7",
    "--target species --batch-size 16 --shuffle --test-fraction 0.25 --seed 3 --epochs 4 --start random",
    "--target sex --test-fraction 0.1 --seed 11 --epochs 20 --start random --dtype float32",
    "--target species --class-weight balanced --test-every 5 --epochs 100",
    "--target species --positive Chinstrap --class-weight balanced --batch-size 32 --test-every 5 --epochs 3",
    "--target sex --l2 0.1 --optimizer adam --lr 0.05 --test-every 4 --epochs 100",
    "--target sex --l1 0.05 --l2 0.01 --test-every 4 --epochs 200",
    "--target sex --impute median --test-every 5 --epochs 50",
    "--target species --impute mean --test-every 5 --epochs 50",
]


def parse(text):
    arguments, options = shlex.split(text), {}
    while arguments:
        name = arguments.pop(0)
        is_flag = not arguments or arguments[0].startswith("--")
        options[name[2:]] = True if is_flag else arguments.pop(0)
    return options


def fill(values, are_numbers, options):
    """The values, with those that the training rows have most or in the middle for "NA"."""
    every = int(options.get("test-every", len(values) + 1))
    known = [v for i, v in enumerate(values) if v != "NA" and i % every != 0]
    if not are_numbers:
        usual = max(sorted(set(known)), key=known.count)
    elif options.get("impute") == "median":
        usual = statistics.median(float(v) for v in known)
    else:
        usual = statistics.fmean(float(v) for v in known)
    return [usual if v == "NA" else v for v in values]


def read(options):
    with open(PENGUINS) as file:
        rows = list(csv.DictReader(file))
    target = options["target"]
    names = options["features"].split(",") if "features" in options else \
        [name for name in rows[0] if name not in (target, options.get("ignore"))]
    rows = [row for row in rows if row[target] != "NA" and
            ("impute" in options or all(row[name] != "NA" for name in names))]
    columns = []
    for name in names:
        values = fill([row[name] for row in rows], name in NUMBERS, options)
        if name in NUMBERS:
            columns.append(("number", [float(value) for value in values]))
        else:
            columns += [("one-hot", [float(value == one) for value in values])
                        for one in sorted(set(values))]
    kinds = [kind for kind, _ in columns]
    x = torch.tensor([values for _, values in columns], dtype=torch.float64).t().contiguous()
    classes = sorted({row[target] for row in rows})
    if "positive" in options:
        y = torch.tensor([int(row[target] == options["positive"]) for row in rows])
        count = 2
    else:
        y = torch.tensor([classes.index(row[target]) for row in rows])
        count = len(classes)
    return kinds, x, y, count


def split(options, n):
    if "test-fraction" in options:
        share = float(options["test-fraction"])
        parts = random_split(range(n), [1 - share, share])
        return [torch.tensor(part.indices) for part in parts]
    every = int(options.get("test-every", 0))
    is_test = torch.arange(n) % every == 0 if every else torch.zeros(n, dtype=torch.bool)
    return torch.arange(n)[~is_test], torch.arange(n)[is_test]


def area(scores, positive):
    p, n = scores[positive], scores[~positive]
    difference = p[:, None] - n[None, :]
    return ((difference > 0).double() + (difference == 0).double() / 2).mean().item()


def run(text):
    options = parse(text)
    torch.manual_seed(int(options.get("seed", 0)))
    kinds, x, y, classes = read(options)
    train, test = split(options, len(y))
    if "no-standardize" not in options:
        for i, kind in enumerate(kinds):
            if kind == "number":
                x[:, i] = (x[:, i] - x[train, i].mean()) / x[train, i].std(unbiased=False)
    dtype = getattr(torch, options.get("dtype", "float64"))
    x = x.to(dtype)
    binary = classes == 2
    labels = y.to(dtype).view(-1, 1) if binary else y
    model = torch.nn.Linear(x.shape[1], 1 if binary else classes).to(dtype)
    if options.get("start", "zero") == "zero":
        for parameter in model.parameters():
            torch.nn.init.zeros_(parameter)
    loss_of = torch.nn.BCEWithLogitsLoss() if binary else torch.nn.CrossEntropyLoss()
    if "class-weight" in options:
        counts = torch.bincount(y[train], minlength=classes)
        weights = (len(train) / (classes * counts)).to(dtype)

        def loss_of(logits, target):
            if not binary:
                return torch.nn.functional.cross_entropy(logits, target, weight=weights)
            of_row = weights[target.long()]
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, target, reduction="none")
            return (of_row * losses).sum() / of_row.sum()

    decay = float(options.get("weight-decay", 0))
    l1, l2 = float(options.get("l1", 0)), float(options.get("l2", 0))
    groups = [{"params": [model.weight], "weight_decay": decay + l2},
              {"params": [model.bias], "weight_decay": decay}]
    if options.get("optimizer") == "adam":
        optimizer = torch.optim.Adam(groups, float(options.get("lr", 0.01)))
    else:
        optimizer = torch.optim.SGD(groups, float(options.get("lr", 0.1)))

    def loss(rows):
        return loss_of(model(x[rows]), labels[rows]).item() if len(rows) else None

    def show(value):
        return "-" if value is None else repr(value)

    lines, step = [f"$ {text}"], 0
    loader = DataLoader(TensorDataset(x[train], labels[train]),
                        int(options.get("batch-size", len(train))),
                        shuffle="shuffle" in options)
    for epoch in range(int(options["epochs"])):
        test_loss = loss(test)
        for data, target in loader:
            value = loss_of(model(data), target)
            if step in STEPS:
                lines.append(f"{step} {show(value.item())} {show(test_loss)}")
            test_loss = None
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            if l1:
                with torch.no_grad():
                    rate = optimizer.param_groups[0]["lr"]
                    model.weight.copy_(torch.nn.functional.softshrink(model.weight, rate * l1))
            step += 1
    lines.append(f"{step} {show(loss(train))} {show(loss(test))}")

    def measures(rows):
        if not len(rows):
            return "- - - -"
        logits = model(x[rows]).detach().double()
        if binary:
            right = ((logits[:, 0] > 0).long() == y[rows]).sum().item()
            auc = area(logits[:, 0], y[rows] == 1)
        else:
            right = (logits.argmax(1) == y[rows]).sum().item()
            p = logits.softmax(1)
            auc = sum(area(p[:, i], y[rows] == i) for i in range(classes)) / classes
        return f"{show(loss(rows))} {right} {len(rows)} {show(auc)}"

    lines.append(f"end {measures(train)} {measures(test)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "csv_runs.txt").write_text("".join(run(text) for text in RUNS))
