# Linux on x86-64.
set(LEANN_SYSTEM Linux)
set(LEANN_PROCESSOR x86_64)
set(LEANN_ZIG_TARGET x86_64-linux-gnu.2.17)
include(${CMAKE_CURRENT_LIST_DIR}/platform.cmake)
