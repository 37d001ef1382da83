#pragma once
// Every optimizer and learning rate schedule.

#include "adagrad.h"
#include "adam.h"
#include "lbfgs.h"
#include "lr_scheduler.h"
#include "rmsprop.h"
#include "sgd.h"
