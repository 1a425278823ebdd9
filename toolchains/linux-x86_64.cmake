# Linux on x86-64, built on the same with the system's compiler, or the one that CC and CXX name.
# Naming a system here would make CMake take every build for a cross build, hence the question.
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux" OR NOT CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(CMAKE_SYSTEM_NAME Linux)
  set(CMAKE_SYSTEM_PROCESSOR x86_64)
endif()
