// The tutorial as a program without any library, beside tutorial_program.cpp.
#include <cstdio>

#include "benchmarks/against/hand_tutorial.h"

int main() { std::printf("%.9f\n", against::TutorialByHand().train()); }
