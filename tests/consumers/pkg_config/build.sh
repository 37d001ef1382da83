#!/bin/sh
# Uses the installed library through pkg-config: build.sh MAIN OUTPUT
set -eu
# shellcheck disable=SC2046  # the options are words
"${CXX:-c++}" -std=c++20 $(pkg-config --cflags glassgrad) "$1" -o "$2" $(pkg-config --libs glassgrad)
"$2"
