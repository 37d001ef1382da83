"""For python_test.cpp: reads what it has written into a folder with torch.load, goes on training what
it has begun, and writes files for it to read."""
import os
import sys
import warnings
from pathlib import Path

os.environ["OPENBLAS_CORETYPE"] = "Haswell"
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch

folder = Path(sys.argv[1])
warnings.simplefilter("ignore")

tensors = torch.load(folder / "tensors.pt")
assert tensors["transposed"].data_ptr() == tensors["base"].data_ptr()
assert tensors["transposed"].stride() == (1, 6) and tensors["scalar"].dim() == 0
torch.save({name: ~t if t.dtype == torch.bool else t * 2 for name, t in tensors.items()},
           folder / "back.pt")
values = torch.load(folder / "values.pt")
assert values == {"epoch": 3, "lr": 0.1, "none": None, "done": True, "pair": (1, "\u00fc"),
                  "list": [1, 2, -2**40, 300, -300], 7: {}}, values
zip64 = torch.load(folder / "zip64.pt")
assert torch.equal(zip64["w"], torch.ones(2))

# Training that was begun in C++.
X = torch.arange(-2, 2, 0.1).view(-1, 1)
Y = (X > 0.2).float()
kinds = {"momentum": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
         "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "lbfgs": torch.optim.LBFGS,
         "lbfgs_search": torch.optim.LBFGS}
for name, kind in kinds.items():
    checkpoint = torch.load(folder / f"{name}.pt")
    model = torch.nn.Linear(1, 1).to(checkpoint["model"]["weight"].dtype)
    model.load_state_dict(checkpoint["model"])
    optimizer = kind(model.parameters(), lr=0.5)
    optimizer.load_state_dict(checkpoint["optimizer"])
    losses = []
    x, y = X.to(model.weight.dtype), Y.to(model.weight.dtype)
    for k in range(20):
        part = slice(k, 40, 20) if name.startswith("lbfgs") else slice(2 * k, 2 * k + 2)

        def closure():
            optimizer.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(model(x[part])),
                                                            y[part])
            if name.startswith("lbfgs"):
                loss = loss + 0.05 * (model.weight * model.weight).sum()
            loss.backward()
            return loss
        losses.append(optimizer.step(closure).item())
    print(name, *(float(loss).hex() for loss in losses))
