#!/bin/sh
# Compiles the programs in this folder with libtorch, where it is installed, and writes what each prints
# to <program>.out, which the tests compare with: compare.sh [PROGRAM...]
set -eu
cd "$(dirname "$0")"
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
[ $# -gt 0 ] || set -- *.cpp
for program; do
  name=${program%.cpp}
  "${CXX:-c++}" -std=c++17 -O0 "$name.cpp" -o "$build/$name" -I/usr/include/torch/csrc/api/include \
    -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10
  "$build/$name" > "$name.out"
done
