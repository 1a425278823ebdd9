# What a platform's file includes once it has set LEANN_SYSTEM and LEANN_PROCESSOR, as CMake names them, and
# LEANN_ZIG_TARGET: a build with the system's compiler (or the one that CC and CXX name), or the pinned one.
# Naming a system makes CMake take a build for a cross build, hence the question.
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL LEANN_SYSTEM OR NOT CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL LEANN_PROCESSOR)
  set(CMAKE_SYSTEM_NAME ${LEANN_SYSTEM})
  set(CMAKE_SYSTEM_PROCESSOR ${LEANN_PROCESSOR})
endif()
if(DEFINED ENV{LEANN_ZIG})
  include(${CMAKE_CURRENT_LIST_DIR}/zig.cmake)
  if(LEANN_SYSTEM STREQUAL "Darwin")
    include(${CMAKE_CURRENT_LIST_DIR}/zig-macosx.cmake)
  endif()
endif()
