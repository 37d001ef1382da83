"""Stepping through gradients in gdb. Load with: source debugger/glassgrad_gdb.py"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(os.path.expanduser(__file__))))
import glassgrad_gdb_commands  # noqa: E402, F401
import glassgrad_gdb_frames  # noqa: E402, F401
import glassgrad_gdb_holder  # noqa: E402, F401
import glassgrad_gdb_printers  # noqa: E402, F401
