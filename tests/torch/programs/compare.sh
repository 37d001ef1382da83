#!/bin/sh
# Compiles the programs in this folder with libtorch, where it is installed, and writes what each prints
# to <program>.out, which the tests compare with: compare.sh [--check] [PROGRAM...]. With --check nothing is
# written: an output that differs from its file is an error.
set -eu
cd "$(dirname "$0")"
check=""
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi
torch=/usr/include/torch/csrc/api/include
if [ ! -d "$torch" ]; then
  echo "there is no libtorch (Debian: libtorch-dev)"
  [ -n "$check" ] && exit 0
  exit 1
fi
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
[ $# -gt 0 ] || set -- *.cpp
status=0
for program; do
  name=${program%.cpp}
  "${CXX:-c++}" -std=c++17 -O0 -w "$name.cpp" -o "$build/$name" -I"$torch" \
    -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10
  "$build/$name" > "$build/$name.out"
  if [ -z "$check" ]; then
    mv "$build/$name.out" "$name.out"
  elif diff "$name.out" "$build/$name.out"; then
    echo "$name: as libtorch prints it"
  else
    status=1
  fi
done
exit "$status"
