#pragma once
// Which version this is. CMakeLists.txt reads it here; nothing else repeats it.

/// What an `#if` compares: `#if GLASSGRAD_VERSION >= 200` is 0.2.0 or newer.
#define GLASSGRAD_VERSION_MAJOR 0
#define GLASSGRAD_VERSION_MINOR 1
#define GLASSGRAD_VERSION_PATCH 0

/// The three in one number: 10000 MAJOR + 100 MINOR + PATCH.
#define GLASSGRAD_VERSION \
  (GLASSGRAD_VERSION_MAJOR * 10000 + GLASSGRAD_VERSION_MINOR * 100 + GLASSGRAD_VERSION_PATCH)
