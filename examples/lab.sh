#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plays the multi-stage lab with Cooper in docker's place: every command is shown as one types it, then run.
#
#   lab.sh [--java] [--hub] [URL]
#
#   --java   the Java example too: its base images are another 480 MB
#   --hub    the hub's own images, under the names that the lab has, and its first command; needs the network
#   URL      the page whose links are counted; without one, examples/page is served on loopback
#
# As any user, on Debian or Ubuntu; what is missing, root alone can install. The images go to the store that ./cooper
# uses by itself (COOPER_ROOT chooses another), so that one can go on from there.
set -eu

here=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source=lib.sh
. "$here/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
COOPER=$(readlink -f -- "${COOPER:-$here/../cooper}")
export COOPER
repository=alexellis2/href-counter

java=
hub=
url=
while [ $# -gt 0 ]; do
    case $1 in
    --java) java=yes ;;
    --hub) hub=yes ;;
    -h | --help) sed -n '3,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) die "unknown option $1 (there are --java and --hub)" ;;
    *[!A-Za-z0-9_.~:/%-]*) url=$(printf %s "$1" | sed "s/'/'\\\\''/g; s/.*/'&'/") ;;
    *) url=$1 ;;
    esac
    shift
done

heading() { printf '\n==== %s\n' "$*"; }

# play COMMAND...  shows each as typed, and runs it in this shell (so cd works)
play() {
    for line in "$@"; do
        printf '\n$ %s\n' "$line"
        eval "$line"
    done
}

# serve FOLDER  serves it on a free port of loopback and sets $url
serve() {
    for port in 8080 8081 8082 8083 8084 8085 8086 8087 18080 28080; do
        busybox httpd -f -p "127.0.0.1:$port" -h "$1" 2>/dev/null &
        server=$!
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            # It ends at once where the port is taken: what answers then is somebody else's.
            kill -0 "$server" 2>/dev/null || break
            if busybox wget -q -O /dev/null "http://127.0.0.1:$port/" 2>/dev/null && kill -0 "$server" 2>/dev/null; then
                url=http://127.0.0.1:$port/
                return
            fi
            sleep 0.1
        done
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    done
    die "could not serve $1 on 127.0.0.1: no free port"
}

server=
work=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$work" ] || rm -rf "$work"
}

need_jdk
need maven:mvn busybox-static
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The first use builds Cooper, and says so.
"$COOPER" version >/dev/null
if [ -z "$hub" ]; then
    "$here/bases.sh" golang:1.7.3 alpine busybox debian:bookworm
    [ -z "$java" ] || "$here/bases.sh" openjdk:17 busybox:glibc
fi

# Scripts that say docker, as build.sh does, find Cooper.
work=$(mktemp -d)
ln -s "$COOPER" "$work/docker"
PATH=$work:$PATH
# Left by a run that was killed half-way.
docker rm -f extract >/dev/null 2>&1 || true

if [ -n "$hub" ]; then
    [ -n "$url" ] || serve "$here/page"
    heading "What there is already"
    play "docker run -e url=$url $repository"
    # What is built below gets this name, and is built on what the hub has.
    docker rmi -f "$repository" >/dev/null
fi

heading "Hello: one file from a golang image, in an image that is empty but for it"
cd "$here/.."
play "cd examples/hello" \
    "docker build -t hello-world-lab ."

heading "The href counter as it used to be: an SDK image, then the builder pattern"
play "cd ../href-counter" \
    "docker build -t $repository:sdk . -f Dockerfile.build" \
    "docker images | grep $repository" \
    "docker history $repository:sdk | head -n 4" \
    "./build.sh" \
    "docker images | grep $repository"

heading "The same as a multi-stage build"
play "docker build -t $repository:multi . -f Dockerfile.multi"

if [ -n "$java" ]; then
    heading "And in Java"
    play "cd ../href-counter-java" \
        "docker build --target build -t $repository-java:sdk ." \
        "docker build -t $repository-java:multi ."
fi

[ -n "$url" ] || serve "$here/page"
heading "What they print"
play "docker run --rm -e url=$url $repository" \
    "docker run --rm -e url=$url $repository:multi"
[ -z "$java" ] || play "docker run --rm -e url=$url $repository-java:multi"
play "docker run --rm hello-world-lab"

heading "What they weigh"
play "docker images --format 'table {{.Repository}}\t{{.Tag}}\t{{.Size}}' | grep -E '^(REPOSITORY|golang|openjdk|alpine|$repository|hello-world-lab)'"
