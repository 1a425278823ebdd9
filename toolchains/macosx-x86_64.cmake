# macOS on x86-64, from 11.0 on.
set(LEANN_SYSTEM Darwin)
set(LEANN_PROCESSOR x86_64)
set(LEANN_ZIG_TARGET x86_64-macos.11.0)
set(CMAKE_OSX_DEPLOYMENT_TARGET 11.0)
include(${CMAKE_CURRENT_LIST_DIR}/platform.cmake)
