#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests ./cooper and tools/build.sh with a java and a mvn that only tell how they were called. Prints what fails.
# shellcheck disable=SC2015,SC2016 # words that must stay as they are; fail never fails
set -eu

source=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree="$work/a tree"
mkdir -p "$tree/tools" "$tree/examples" "$tree/cli/src/main" "$work/jdk/bin" "$work/bin"
cp "$source/cooper" "$tree/"
for each in build train flags namespace; do cp "$source/tools/$each.sh" "$tree/tools/"; done
cp "$source/examples/lib.sh" "$tree/examples/"
touch "$tree/pom.xml" "$tree/cli/pom.xml" "$tree/cli/src/main/Main.java"

printf 'JAVA_VERSION="25.0.3"\n' >"$work/jdk/release"
printf '#!/bin/sh\n' >"$work/jdk/bin/javac"
cat >"$work/jdk/bin/java" <<'END'
#!/bin/sh
for word in "$@"; do
    case $word in
    -XX:AOTMode=create) mode=create ;;
    -XX:AOTCache=*) cache=${word#*=} ;;
    esac
done
[ "${mode:-}" != create ] || { echo cache >"$cache"; exit 0; }
printf 'LC_ALL=%s\n' "$LC_ALL"
printf 'id=%s\n' "$(id -u)"
printf '<%s>\n' "$@"
END
cat >"$work/bin/mvn" <<'END'
#!/bin/sh
echo built >>"$FAKE/builds"
[ ! -e "$FAKE/broken" ] || { echo '[INFO] much'; echo '[ERROR] Main.java:[1,1] no such luck'; exit 1; }
for word in "$@"; do
    case $word in -DoutputDirectory=*) mkdir -p "${word#*=}" && touch "${word#*=}/dependency.jar" ;; esac
done
mkdir -p cli/target/fast && touch cli/target/fast/cooper-cli-0.jar
END
chmod +x "$work/jdk/bin/java" "$work/jdk/bin/javac" "$work/bin/mvn"
export FAKE="$work" JAVA_HOME="$work/jdk" PATH="$work/bin:$PATH"
unset COOPER_OPTS COOPER_JAVA_OPTS LC_ALL

failures=0
fail() { printf 'FAILED: %s\n' "$*"; failures=$((failures + 1)); }
builds() { wc -l <"$work/builds" | tr -d ' '; }
has() { grep -qxF -- "$2" "$work/out" || fail "$1: no line $2"; }
cooper() { "$tree/cooper" "$@" >"$work/out" 2>"$work/err"; }

cooper version || fail "first use"
[ "$(builds)" = 1 ] || fail "first use: $(builds) builds"
[ "$(wc -l <"$work/err")" -eq 1 ] || fail "first use: says more than a line: $(cat "$work/err")"
has "first use" '<version>'
has "first use" 'LC_ALL=C.UTF-8'
has "first use" '<-Dcooper.name=cooper>'
has "first use" "<-XX:AOTCache=$tree/.build/cooper/$(cat "$tree/.build/cooper/current")/version.aot>"
grep -q '<-Dcooper.lc_all' "$work/out" && fail "first use: tells of a locale that nobody set"

odd=$(printf 'caf\351')
LC_ALL=C COOPER_OPTS='-Xmx1g -Dx=1' cooper run 'two  words' '' '*' "$odd" @file '$HOME'
[ "$(builds)" = 1 ] || fail "second use: built again"
[ ! -s "$work/err" ] || fail "second use: not quiet"
for word in 'two  words' '' '*' "$odd" @file '$HOME' -Xmx1g -Dx=1 -Dcooper.lc_all=C; do has arguments "<$word>"; done

mkdir "$work/links"
ln -s "../a tree/cooper" "$work/links/one"
ln -s one "$work/links/docker"
PATH="$work/links:$PATH" docker ps >"$work/out" 2>&1 || fail "called by a link"
has "called by a link" '<-Dcooper.name=docker>'
(cd "$tree" && sh cooper ps) >"$work/out" 2>&1 || fail "called by sh"
has "called by sh" '<ps>'

has "root" '<-Dcooper.uid=0>'
user() { setpriv --reuid 1000 --regid 1000 --clear-groups "$tree/cooper" "$@" >"$work/out" 2>"$work/err"; }
chmod 755 "$work"
for ids in single none; do
    COOPER_IDS=$ids user ps || fail "as a user, $ids"
    has "as a user, $ids" '<-Dcooper.uid=1000>'
    has "as a user, $ids" "id=$([ "$ids" = single ] && echo 0 || echo 1000)"
done
COOPER_IDS=many user ps && fail "as a user: many ids"
grep -q 'auto, sub, single or none' "$work/err" || fail "as a user: many ids: says $(cat "$work/err")"

# Times of files have the grain of a clock tick.
sleep 0.05
touch -d 2001-01-01 "$tree/cli/src/main/Old.java"
cooper ps
[ "$(builds)" = 2 ] || fail "a source put in place with an old date: not built"
sleep 0.05
rm "$tree/cli/src/main/Old.java"
cooper ps
[ "$(builds)" = 3 ] || fail "a source deleted: not built"
[ "$(find "$tree/.build/cooper" -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 2 ] || fail "old builds are kept"

sleep 0.05
touch "$tree/pom.xml"
"$tree/cooper" one >"$work/one" 2>&1 &
"$tree/cooper" two >"$work/two" 2>&1
wait
[ "$(builds)" = 4 ] || fail "two at once: $(builds) builds in place of 4"
grep -qx '<one>' "$work/one" && grep -qx '<two>' "$work/two" || fail "two at once: not both ran"

sleep 0.05
touch "$tree/pom.xml" "$work/broken"
before=$(cat "$tree/.build/cooper/current")
cooper ps && fail "a broken build: exit code 0"
grep -q 'no such luck' "$work/err" && grep -q 'build.log' "$work/err" || fail "a broken build: says $(cat "$work/err")"
grep -q 'much' "$work/err" && fail "a broken build: shows what isn't an error"
[ "$(cat "$tree/.build/cooper/current")" = "$before" ] || fail "a broken build: taken for a good one"
rm "$work/broken"
cooper ps || fail "a mended build"

sleep 0.05
touch "$work/jdk/release"
built=$(builds)
cooper ps
[ "$(builds)" = $((built + 1)) ] || fail "an upgraded JDK: not built"
rm "$tree/pom.xml"
touch "$tree/cli/src/main/Main.java"
cooper ps || fail "without sources"
[ "$(builds)" = $((built + 1)) ] || fail "without sources: built"

[ "$failures" -eq 0 ] || exit 1
