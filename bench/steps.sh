#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a step costs: forty `RUN echo N >/fN` by each driver, and the same build again with nothing changed, all of it
# whole processes with 256 MB of heap. Beside it stands, measured in turn with it, what the kernel and util-linux
# take for forty new sets of namespaces. On a machine that is busy with other things look at the ratio, and at the
# seconds of processor time, that of all the steps' processes included.
#
#   bench/steps.sh [ROUNDS]     5 by default; prints the medians
set -eu

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=../examples/lib.sh
. "$home/examples/lib.sh"
need_root
rounds=${1:-5}
steps=40
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export COOPER_OPTS=-Xmx256m COOPER_ROOT="$work/store"

mkdir "$work/context"
{
    echo 'FROM busybox'
    for i in $(seq $steps); do echo "RUN echo $i > /f$i"; done
} >"$work/context/Dockerfile"
tar=${COOPER_BASES:-$HOME/.cache/cooper/bases}/busybox.tar
[ -e "$tar" ] || "$home/examples/bases.sh" --only-tars --quiet
"$home/cooper" import --change 'CMD ["/bin/sh"]' "$tar" busybox >/dev/null

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
    "$@" >/dev/null
    echo $(($(now) - before)) >>"$work/$name"
    used >"$work/after"
    echo $(($(cat "$work/after") - $(cat "$work/before"))) >>"$work/$name.cpu"
}

reference() {
    i=0
    while [ $i -lt $steps ]; do
        unshare --mount --pid --ipc --uts --cgroup --fork --kill-child true
        i=$((i + 1))
    done
}

build() { "$home/cooper" --isolation "$1" build -q --no-cache "$work/context"; }
again() { "$home/cooper" build -q "$work/context"; }

drivers=unshare
! command -v runc >/dev/null && ! command -v crun >/dev/null || drivers='unshare oci'
for driver in $drivers; do build "$driver" >/dev/null; done # the page cache, and which drivers work
again >/dev/null
for _ in $(seq "$rounds"); do
    timed reference reference
    for driver in $drivers; do timed "$driver" build "$driver"; done
    timed again again
done

median() { sort -n "$work/$1" | sed -n "$((rounds / 2 + 1))p"; }
reference=$(median reference)
# row TITLE NAME LIMIT
row() {
    awk -v title="$1" -v took="$(median "$2")" -v cpu="$(median "$2.cpu")" -v reference="$reference" \
        -v limit="$3" 'BEGIN {
        printf "%-32s %7.2f s %7.1f x %7.2f s of processor%s\n", title, took / 1e6, took / reference, cpu / 1e3,
            limit ? "   (at most " limit " s)" : "" }'
}
row "$steps x unshare true (reference)" reference ''
for driver in $drivers; do row "$steps x RUN echo, $driver" "$driver" 2; done
row 'the same again, unchanged' again 0.5
