# Linux on 64-bit ARM, with the system's compiler (or the one that CC and CXX name) or the pinned one.
# Naming a system here makes CMake take a build for a cross build, hence the question.
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux" OR NOT CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "aarch64")
  set(CMAKE_SYSTEM_NAME Linux)
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
endif()
if(DEFINED ENV{LEANN_ZIG})
  set(LEANN_ZIG_TARGET aarch64-linux-gnu.2.17)
  include(${CMAKE_CURRENT_LIST_DIR}/zig.cmake)
endif()
