# macOS on Apple silicon, from 11.0 on.
set(LEANN_SYSTEM Darwin)
set(LEANN_PROCESSOR arm64)
set(LEANN_ZIG_TARGET aarch64-macos.11.0)
set(CMAKE_OSX_DEPLOYMENT_TARGET 11.0)
include(${CMAKE_CURRENT_LIST_DIR}/platform.cmake)
