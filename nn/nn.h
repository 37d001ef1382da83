#pragma once
// Every module, container and function of nn.

#include "activation.h"
#include "any_module.h"
#include "cloneable.h"
#include "dropout.h"
#include "enum.h"
#include "functional.h"
#include "functional_module.h"
#include "init.h"
#include "linear.h"
#include "loss.h"
#include "module.h"
#include "module_dict.h"
#include "module_list.h"
#include "parameter_containers.h"
#include "sequential.h"
#include "utils.h"
