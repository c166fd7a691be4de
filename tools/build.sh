#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds what ./cooper runs, which calls this with the build it found stale (or nothing) and then loads the new one:
#
#   .build/cooper/current       the name of the build that counts; replaced by a rename
#   .build/cooper/ID/launch     how to start it: path of java, its flags, the class path, a line each
#   .build/cooper/ID/lib        the jars
#   .build/cooper/ID/libcooper.so  the door to the kernel, where there is a C compiler
#   .build/cooper/ID/*.aot      classes as the JVM had them after training runs, if these went well (tools/train.sh)
#   .build/cooper/ID/stamp      when the build began: what is newer is not in it
set -eu

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=../examples/lib.sh
. "$home/examples/lib.sh"
# shellcheck source=flags.sh
. "$home/tools/flags.sh"
me=${COOPER_NAME:-build.sh}
builds=$home/.build/cooper
stale=${1:-}

if ! mkdir -p "$builds" 2>/dev/null || [ ! -w "$builds" ]; then
    die "must be built, but $builds can't be written (its owner has to run it once)"
fi
exec 9>"$builds/lock"
flock -n 9 || { say "$me: waiting for another build of Cooper"; flock 9; }
current=$(cat "$builds/current" 2>/dev/null || true)
# Built by somebody else while this one waited.
[ "$current" = "$stale" ] || exit 0

JAVA_HOME=$(find_jdk) || die "needs a JDK 25, and there is none in JAVA_HOME, /usr/lib/jvm or the other usual folders.
Install one (apt-get install openjdk-25-jdk-headless, or any other maker's), or point JAVA_HOME at it."
export JAVA_HOME
command -v mvn >/dev/null || die "needs Maven to be built (apt-get install maven)"

next=$(mktemp -d "$builds/$(date +%Y%m%d-%H%M%S).XXXXXX")
trap '[ "$(cat "$builds/current" 2>/dev/null)" = "${next##*/}" ] || rm -rf "$next"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$next"
touch "$next/stamp"

say "$me: building Cooper with $JAVA_HOME$([ -n "$current" ] || echo ' (the first time takes a minute or two)')"
log=$builds/build.log
(
    unset MAVEN_OPTS MAVEN_ARGS JDK_JAVA_OPTIONS
    cd "$home" && mvn -B -ntp -Dfast -DskipTests -pl cli -am package \
        dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$next/lib" &&
        cp cli/target/fast/cooper-cli-*.jar "$next/lib/"
) >"$log" 2>&1 </dev/null 9>&- || {
    grep '^\[ERROR\]' "$log" | tail -n 40 >&2 || tail -n 40 "$log" >&2
    die "Cooper could not be built; the whole log is $log"
}

jars=$(printf '%s:' "$next"/lib/*.jar)
printf '%s\n' "$JAVA_HOME/bin/java" "$(jvm_flags)" "${jars%:}" >"$next/launch"
compile_native "$home" "$next/libcooper.so" >>"$log" 2>&1 || true
# Whoever may not build still starts sooner; nothing else hangs on the caches.
"$home/tools/train.sh" "$next" >>"$log" 2>&1 </dev/null 9>&- || true

printf '%s\n' "${next##*/}" >"$builds/current.new"
mv "$builds/current.new" "$builds/current"

# Builds that nobody runs any more go; the one before stays for a launcher that has just read its name.
for old in "$builds"/*-*.*/; do
    old=${old%/}
    case ${old##*/} in
    "${next##*/}" | "$current") continue ;;
    esac
    grep -qsF "${old##*/}" /proc/[0-9]*/cmdline || rm -rf "$old"
done
