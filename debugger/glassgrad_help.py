"""What the commands say of themselves."""

WELCOME = [
    "Stopped where the gradients begin. Type",
    "   p loss        a tensor in one line; at a node: grad print loss",
    "   grad next     on to the next node: upstream gradient, saved values, where results go",
    "   help grad     the other commands"]

WELCOME_VALUES = [
    "Stopped where the gradients begin. Type",
    "   p loss        a Value in one line: its number, its gradient, what it was made of",
    "   grad next     on to the next node: its chain rule in numbers",
    "   help grad     the other commands"]

HELP = """Step through gradients: stop at the nodes of the backward pass.

  grad begin              run to the first backward()
  grad next [NAME]        run to the next node and show it: operation, forward line, upstream
                          gradient, saved values, inputs. NAME: how the operation's name begins, or
                          a part of it (mul, sigmoid), a parameter (weight, linear.weight), a word
                          of the line that made the node (fc1, dropout)
  grad prev               go back one node (starts the program again and counts)
  grad show               show the node again
  grad up                 show the forward line that made the node
  grad break FILE:LINE    stop in the backward of whatever that line makes
  grad watch PARAM        stop whenever a gradient is added to that parameter's
                          (`grad break off`, `grad watch off`: nowhere any more)
  grad nan                run to the operation that makes the first NaN or Inf
  grad print EXPR         a variable of the program, as p, also where the library's frames lie above
  grad graph EXPR [FILE]  the graph behind a tensor; with FILE, for Graphviz
  grad replay FILE [EXPR] write the pass from the loss as a page to click through
  grad check              compare the node's result with central differences

A tensor prints as one line: p loss. In lldb: v loss, grad-next, grad-prev, ..."""

NO_PROGRAM = "the program does not run; `grad begin` goes to its first backward()"
NO_NODE = "not at a node yet; `grad next` goes to one"
CORE = ("nothing runs in a core dump: `grad show`, `grad graph` and tensors tell what is in it; `grad begin` "
        "starts the program")
NO_CHECK = "stopped elsewhere before the rule had run; `grad check` goes on with it"
IN_FORWARD = ("this is the forward of %s: there is no gradient yet, its rule has its turn in backward(); "
              "`grad next` goes on to a node")
UNFINISHED = "`grad nan` has come to no NaN or Inf yet; `grad nan` goes on with the search"
NO_NAN = "No recorded operation on tensors has made a NaN or Inf of finite values."
NAN_OF_TENSORS = "(`grad nan` looks at tensors; Values pass, `grad graph` shows their numbers.)"
NO_TENSORS = "there are no tensors in this program"
NO_GLASSGRAD = "there is nothing of glassgrad in this program"
NO_CALLS = ("gdb cannot call functions of a program here (%s), as an older gdb on a newer processor; grad-replay "
            "in lldb can, and write_replay(loss, FILE) in the program")
NO_TENSOR = ("expected a loss, for example: grad-replay walk.html loss; or a program that stands at the "
             "beginning of its backward(), as after `grad-begin`")
