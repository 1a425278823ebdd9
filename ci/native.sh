#!/usr/bin/env bash
# The engine on this platform, built by the system's compiler: its own tests, and those of the Java that binds
# it and stores with it. For platforms where not all of the rest can run; elsewhere ci/verify.sh runs everything.
# Needs a JDK, CMake, a C++ compiler, and make or ninja.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

exec ci/verify.sh -pl src/leann-native,src/leann -am -DskipITs
