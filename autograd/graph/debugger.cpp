// What a debugger finds in a program that it steps through: hooks, switches, gdb's commands.
//
// Nothing else stands in this file. At -O0 gdb stops behind a function's prologue, where arguments
// are in their places, unless any function of the file is optimized; some of std::string always
// are.

#include "autograd/graph/debugger.h"

// --- where a debugger stops: functions that do nothing, each on lines of its own ---

#define GLASSGRAD_HOOK __attribute__((noinline, used))

GlassgradDebugger glassgrad_debugger = {0,  0,  0,       0,       0,
                                        "", "", nullptr, nullptr, glassgrad_write_replay};

GLASSGRAD_HOOK void glassgrad_node_begins(glassgrad::autograd::Node* node,
                                          const glassgrad::autograd::GradList* grads) {
  asm volatile("" : : "r"(node), "r"(grads));
}

GLASSGRAD_HOOK void glassgrad_gradient_accumulated(glassgrad::autograd::AccumulateGrad* node,
                                                   const glassgrad::Tensor* added) {
  asm volatile("" : : "r"(node), "r"(added));
}

GLASSGRAD_HOOK void glassgrad_rule_checked(const char* verdict) {
  asm volatile("" : : "r"(verdict));
}

GLASSGRAD_HOOK void glassgrad_nan_appeared(glassgrad::autograd::Node* node,
                                           const glassgrad::autograd::GradList* grads,
                                           const glassgrad::Tensor* result) {
  asm volatile("" : : "r"(node), "r"(grads), "r"(result));
}

// --- gdb's commands, loaded with a program that lies in a folder which gdb trusts ---

#if defined(__ELF__)
// The section stands in the hooks' file, or a static link would drop it. 4: a Python script, its
// name, its text. It finds debugger/ beside the sources that the debug information names, where it
// has been installed, or where the system's package puts it.
asm(R"(
  .pushsection ".debug_gdb_scripts", "MS", %progbits, 1
  .byte 4
  .ascii "glassgrad\n"
  .ascii "import gdb, os\n"
  .ascii "hook = gdb.lookup_global_symbol('glassgrad_node_begins')\n"
  .ascii "if hook and hook.symtab:\n"
  .ascii "    root = os.path.abspath(os.path.join(os.path.dirname(hook.symtab.fullname()), '..', '..'))\n"
  .ascii "    for folder in (os.path.join(root, 'debugger'), ')" GLASSGRAD_DEBUGGER_DIR R"(',\n"
  .ascii "                   '/usr/share/glassgrad/debugger'):\n"
  .ascii "        script = os.path.join(folder, 'glassgrad_gdb.py')\n"
  .ascii "        if os.path.exists(script):\n"
  .ascii "            gdb.execute('source ' + script)\n"
  .ascii "            break\n"
  .byte 0
  .popsection
)");
#endif
