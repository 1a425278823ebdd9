# What CMake asks of Apple's tools and zig answers otherwise.
set(CMAKE_SYSTEM_VERSION 20.1.0)
# There is no Xcode to find headers in; zig brings them.
set(CMAKE_OSX_SYSROOT "")
set(CMAKE_USER_MAKE_RULES_OVERRIDE ${CMAKE_CURRENT_LIST_DIR}/zig-macosx-rules.cmake)
