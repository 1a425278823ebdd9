# macOS on x86-64, from 11.0 on, with the system's compiler or the pinned one.
# Naming a system here makes CMake take a build for a cross build, hence the question.
set(CMAKE_OSX_DEPLOYMENT_TARGET 11.0)
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL "Darwin" OR NOT CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(CMAKE_SYSTEM_NAME Darwin)
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
endif()
if(DEFINED ENV{LEANN_ZIG})
  set(LEANN_ZIG_TARGET x86_64-macos.11.0)
  include(${CMAKE_CURRENT_LIST_DIR}/zig.cmake)
  include(${CMAKE_CURRENT_LIST_DIR}/zig-macosx.cmake)
endif()
