#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What it takes to read and plan Dockerfiles of 1,250 to 20,000 lines, in a warm JVM with 256 MB of heap: medians of
# 21, by the clock and by the processor, which a busy machine disturbs less. Fails if 5,000 lines take 100 ms of it, or
# twice as many lines three times as long. No base images, no root.
#
#   bench/planning.sh
set -eu

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
"$home/cooper" version >/dev/null
id=$(head -n 1 "$home/.build/cooper/current")
{
    IFS= read -r java
    IFS= read -r _
    IFS= read -r jars
} <"$home/.build/cooper/$id/launch"
exec "$java" -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$jars" "$home/bench/planning/Planning.java"
