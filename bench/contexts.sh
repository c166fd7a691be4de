#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a large context costs: COPY of 20,000 files and one RUN, in a store that has seen none of it, and the same
# again with nothing changed. Beside it stand, measured in turn with it, `tar | sha256sum` of the same files and the
# start of a JVM. On a machine that is busy with other things look at the ratios, and at the seconds of processor time.
#
#   bench/contexts.sh [ROUNDS]     5 by default; prints the medians
set -eu

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=../examples/lib.sh
. "$home/examples/lib.sh"
need_root
rounds=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=$(find_jdk)/bin/java

"$home/bench/context.py" "$work/context"
printf 'FROM busybox\nCOPY . /x\nRUN true\n' >"$work/context/Dockerfile"
tar=${COOPER_BASES:-$HOME/.cache/cooper/bases}/busybox.tar
[ -e "$tar" ] || "$home/examples/bases.sh" --only-tars --quiet

now() { echo $(($(date +%s%N) / 1000)); }

# used  the processor time of all that this shell has waited for, in milliseconds
used() {
    times >"$work/times" # here, not in a shell of its own
    awk 'NR == 2 { gsub(/[ms]/, " "); print int(($1 * 60 + $2 + $3 * 60 + $4) * 1000) }' "$work/times"
}

# timed NAME COMMAND...  notes down how many microseconds it took, and how many milliseconds of a processor
timed() {
    name=$1
    shift
    used >"$work/before"
    before=$(now)
    "$@" >/dev/null 2>&1
    echo $(($(now) - before)) >>"$work/$name"
    used >"$work/after"
    echo $(($(cat "$work/after") - $(cat "$work/before"))) >>"$work/$name.cpu"
}

reference() { tar -C "$work/context" -cf - . | sha256sum; }
build() { "$home/cooper" build -q -t bench "$work/context"; }
edited() {
    echo "$round" >"$work/context/files/d007/edited"
    build
}

reference >/dev/null # the page cache
sleep 3 # files that changed just now are read again whatever is known of them
for round in $(seq "$rounds"); do
    export COOPER_ROOT="$work/store$round"
    "$home/cooper" import --change 'CMD ["/bin/sh"]' "$tar" busybox >/dev/null
    timed reference reference
    timed jvm "$java" -version
    timed cold build
    timed cached build
    timed edited edited
    rm -rf "$COOPER_ROOT"
done

median() { sort -n "$work/$1" | sed -n "$((rounds / 2 + 1))p"; }
# row TITLE NAME REFERENCE LIMIT
row() {
    awk -v title="$1" -v took="$(median "$2")" -v cpu="$(median "$2.cpu")" -v reference="$(median "$3")" -v what="$3" \
        -v limit="$4" 'BEGIN {
        printf "%-32s %7.2f s %6.2f x %-9s %7.2f s of processor%s\n", title, took / 1e6, took / reference, what,
            cpu / 1e3, limit ? "   (budget " limit " s)" : "" }'
}
row 'tar | sha256sum' reference reference ''
row 'java -version' jvm jvm ''
row 'COPY of 20,000 files, cold' cold reference 1.5
row 'the same again, unchanged' cached jvm 0.25
row 'one file more' edited reference ''
