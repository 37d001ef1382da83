"""The rows of the operation table: name, function, shapes and domains of the inputs. make_ops.py asks PyTorch for the rest.

A row's C++ twin of the same name stands in tests/autograd/ops/table/<group>_test.cpp.
"""
from op_rows import (  # the order of ops.txt
    arithmetic, pointwise, comparison, reduction, matmul, shape, indexing, activation, loss)
from op_rows.cases import draw, real, rows
from op_rows.errors import errors
from op_rows.types import promotion_binary, promotion_scalar, promotion_unary
