# The pinned compiler: zig's clang, which builds for every platform from any and brings that platform's
# C library and its own libc++, linked statically. The environment's LEANN_ZIG is the program;
# LEANN_ZIG_TARGET, set by the file that includes this one, the platform and its oldest system.
set(CMAKE_C_COMPILER "$ENV{LEANN_ZIG}" cc)
set(CMAKE_CXX_COMPILER "$ENV{LEANN_ZIG}" c++)
set(CMAKE_C_COMPILER_TARGET ${LEANN_ZIG_TARGET})
set(CMAKE_CXX_COMPILER_TARGET ${LEANN_ZIG_TARGET})
# Headers and libraries of the machine that builds are another system's.
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
