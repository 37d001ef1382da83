# What a shared library shows: names in namespace glassgrad, and the debugger's hooks. A list for the
# linker, not a macro on every declaration: headers stay as they read, and objects are the same for both
# kinds of library, so that building the other costs one link. On a platform where the list is not known
# (macOS, Windows) everything is shown.

# Names as the linker sees them. Of a class its members (N, and const as NK, NR, NO), virtual table (TV),
# type (TI, TS) and static variables (ZN), with what guards (GV) and starts (TH, TW) them; thunks
# (Th, Tv, Tc) of its virtual functions. 9glassgrad is the namespace and how long its name is.
set(glassgrad_exports
    _ZN9glassgrad* _ZNK9glassgrad* _ZNR9glassgrad* _ZNKR9glassgrad* _ZNO9glassgrad* _ZNKO9glassgrad*
    _ZT[VTIS]N9glassgrad* _ZT[VTIS]NK9glassgrad* _ZT[HW]N9glassgrad* _ZGVN9glassgrad* _ZGRN9glassgrad*
    _ZTh*_N9glassgrad* _ZTh*_NK9glassgrad* _ZTv*_N9glassgrad* _ZTv*_NK9glassgrad* _ZTc*_N9glassgrad*
    _ZZN9glassgrad* _ZZNK9glassgrad* _ZGVZN9glassgrad* _ZGVZNK9glassgrad*
    glassgrad_*)

function(glassgrad_limit_exports target)
  get_target_property(type ${target} TYPE)
  get_target_property(soversion glassgrad SOVERSION)
  if(NOT type STREQUAL "SHARED_LIBRARY" OR NOT UNIX OR APPLE)
    return()
  endif()
  # The version of the interface is a part of every name: a program never gets a name of another one.
  list(JOIN glassgrad_exports ";\n    " names)
  set(script "${PROJECT_BINARY_DIR}/glassgrad.map")
  file(CONFIGURE OUTPUT "${script}" @ONLY
       CONTENT "GLASSGRAD_@soversion@ {\n  global:\n    @names@;\n  local:\n    *;\n};\n")
  target_link_options(${target} PRIVATE "LINKER:--version-script=${script}")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${script}")
endfunction()
glassgrad_limit_exports(glassgrad)
