# Linux on 64-bit ARM.
set(LEANN_SYSTEM Linux)
set(LEANN_PROCESSOR aarch64)
set(LEANN_ZIG_TARGET aarch64-linux-gnu.2.17)
include(${CMAKE_CURRENT_LIST_DIR}/platform.cmake)
