#pragma once
// Every module, container and function of nn.

#include "nn/activation.h"
#include "nn/any_module.h"
#include "nn/cloneable.h"
#include "nn/dropout.h"
#include "nn/enum.h"
#include "nn/functional.h"
#include "nn/functional_module.h"
#include "nn/init.h"
#include "nn/linear.h"
#include "nn/loss.h"
#include "nn/module.h"
#include "nn/module_dict.h"
#include "nn/module_list.h"
#include "nn/parameter_containers.h"
#include "nn/sequential.h"
#include "nn/utils.h"
