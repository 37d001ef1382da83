#!/bin/sh
# Uses the installed library through pkg-config: build.sh MAIN OUTPUT
set -eu
# shellcheck disable=SC2046  # the options are words
"${CXX:-c++}" -std=c++20 $(pkg-config --cflags glassgrad) "$1" -o "$2" $(pkg-config --libs glassgrad)
"$2"

# Folders that are called as ours, and warnings.
folder=$(dirname "$1")
for check in own_folders strict; do
  # shellcheck disable=SC2046
  "${CXX:-c++}" -std=c++20 -I"$folder/own_folders" $(pkg-config --cflags glassgrad) \
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror \
    -fsyntax-only "$folder/$check.cpp"
done
