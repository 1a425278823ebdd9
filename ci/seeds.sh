#!/usr/bin/env bash
# Runs the randomised tests with new seeds, which builds do not: those of classes with the tag `random`, also against real
# servers. Usage: ci/seeds.sh [ROUNDS] [DAMAGES] [KILLS]
# DAMAGES is how many times a round damages a collection's files, KILLS how often it kills a migration. Repeat a failure with -Dragged.seed=SEED.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-5}
damages=${2:-1000}
kills=${3:-20}

for ((round = 1; round <= rounds; round++)); do
  seed=$((RANDOM << 15 | RANDOM))
  echo "round $round of $rounds: -Dragged.seed=$seed"
  ./mvnw -q -B -ntp verify -Dgroups=random -Dnative.tests=OFF "-Dragged.seed=$seed" "-Dragged.damages=$damages" \
    "-Dragged.kills=$kills"
done
