#!/usr/bin/python3
"""Writes csv_runs.txt: what PyTorch 1.13.1 makes of the penguins, with the settings that follow "$".

Each run: lines "step loss test_loss" before some steps and after the last, and then "end" with
training loss, right and rows, test loss, right and rows, and the areas under the ROC curves of both
(the positive class, or the mean over all classes), counted pair by pair.
"""

import csv
import pathlib
import shlex

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
]


def parse(text):
    arguments, options = shlex.split(text), {}
    while arguments:
        name = arguments.pop(0)
        is_flag = not arguments or arguments[0].startswith("--")
        options[name[2:]] = True if is_flag else arguments.pop(0)
    return options


def read(options):
    with open(PENGUINS) as file:
        rows = list(csv.DictReader(file))
    target = options["target"]
    names = options["features"].split(",") if "features" in options else \
        [name for name in rows[0] if name not in (target, options.get("ignore"))]
    rows = [row for row in rows if all(row[name] != "NA" for name in names + [target])]
    columns = []
    for name in names:
        values = [row[name] for row in rows]
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
    decay = float(options.get("weight-decay", 0))
    if options.get("optimizer") == "adam":
        optimizer = torch.optim.Adam(model.parameters(), float(options.get("lr", 0.01)),
                                     weight_decay=decay)
    else:
        optimizer = torch.optim.SGD(model.parameters(), float(options.get("lr", 0.1)),
                                    weight_decay=decay)

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
