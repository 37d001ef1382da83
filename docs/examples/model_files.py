import sys

import torch

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=2)

if sys.argv[1] == "save":
    torch.save({"epoch": 2,
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict()}, "checkpoint.pt")
else:
    checkpoint = torch.load("next.pt")
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    print(f"epoch {checkpoint['epoch']}, weight {model.weight.item():.4f}")
