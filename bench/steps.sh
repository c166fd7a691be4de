#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a step costs: forty `RUN echo N >/fN` by each driver, and the same build again with nothing changed, all of it
# whole processes with 256 MB of heap. Beside it stands, measured in turn with it, what the kernel and util-linux
# take for forty new sets of namespaces; a busy machine slows both, so that the ratio is what to look at.
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
export COOPER_JAVA_OPTS=-Xmx256m COOPER_ROOT="$work/store"

mkdir "$work/context"
{
    echo 'FROM busybox'
    for i in $(seq $steps); do echo "RUN echo $i > /f$i"; done
} >"$work/context/Dockerfile"
tar=${COOPER_BASES:-$HOME/.cache/cooper/bases}/busybox.tar
[ -e "$tar" ] || "$home/examples/bases.sh" --only-tars --quiet
"$home/cooper" import --change 'CMD ["/bin/sh"]' "$tar" busybox >/dev/null

now() { echo $(($(date +%s%N) / 1000)); }

# timed NAME COMMAND...  notes down how many microseconds it took
timed() {
    name=$1
    shift
    before=$(now)
    "$@" >/dev/null
    echo $(($(now) - before)) >>"$work/$name"
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
    awk -v title="$1" -v took="$(median "$2")" -v reference="$reference" -v limit="$3" 'BEGIN {
        printf "%-34s %8.2f s %8.1f x%s\n", title, took / 1e6, took / reference, limit ? "   (at most " limit " s)" : "" }'
}
row "$steps x unshare true (reference)" reference ''
for driver in $drivers; do row "$steps x RUN echo, $driver" "$driver" 2; done
row 'the same again, unchanged' again 0.5
