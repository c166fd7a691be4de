#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes what a user gets, who needs no Java: a folder with a run time of only the modules needed, and a tar.gz of it.
#
#   mvn package -Pdist -DskipTests      calls this, for dist/
#   dist.sh VERSION JARS TOOL OUTPUT    JARS: folder of the program's jars; TOOL: classes of the module distribution
#
#   OUTPUT/cooper-VERSION-linux-ARCH/bin/cooper        the launcher
#                                    lib/              jars, AOT caches, the door to the kernel, `launch`, and what `cooper` calls
#                                    runtime/          jlink's
#                                    share/            man pages, completions
#                                    licenses/         of everything above
#   OUTPUT/cooper-VERSION-linux-ARCH.tar.gz
#   OUTPUT/cooper_VERSION_ARCH.deb                     where there is a dpkg-deb (tools/deb.sh)
#
# All files have one time, SOURCE_DATE_EPOCH's: the JVM knows jars and AOT caches as belonging together by it.
set -eu
umask 022

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=../examples/lib.sh
. "$home/examples/lib.sh"
# shellcheck source=flags.sh
. "$home/tools/flags.sh"
me=dist.sh

[ $# -eq 4 ] || die "usage: dist.sh VERSION JARS TOOL OUTPUT (or: mvn package -Pdist -DskipTests)"
version=$1
jars=$2
tool=$3
mkdir -p "$4"
output=$(cd "$4" && pwd -P)
JAVA_HOME=$(find_jdk) || die "needs a JDK 25"
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
epoch=${SOURCE_DATE_EPOCH:-1767225600}
export SOURCE_DATE_EPOCH="$epoch"

case $(uname -m) in
x86_64) arch=amd64 ;;
aarch64) arch=arm64 ;;
*) die "made for x86_64 and aarch64 alone, and this is $(uname -m)" ;;
esac
name=cooper-$version-linux-$arch
work=$(mktemp -d "$output/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
root=$work/$name

mkdir -p "$root/bin" "$root/lib" "$root/licenses"
install -m 755 "$home/cooper" "$root/bin/cooper"
install -m 755 "$home/tools/train.sh" "$root/lib/train.sh"
install -m 644 "$home/tools/namespace.sh" "$root/lib/namespace.sh"
install -m 644 "$jars"/*.jar "$root/lib/"
# What the JVM would link at every start, as plain code (docs/decisions/0030).
"$JAVA_HOME/bin/java" -cp "$tool" dev.cooper.distribution.linking.Jars "$root"/lib/cooper-*.jar

# The modules that the classes ask for. Descriptors are left out, since jdeps wants whole module paths for them.
mkdir "$work/classes"
for jar in "$jars"/*.jar; do
    (cd "$work/classes" && "$JAVA_HOME/bin/jar" -xf "$jar")
done
find "$work/classes" -name module-info.class -delete
rm -rf "$work/classes/META-INF"
modules=$("$JAVA_HOME/bin/jdeps" -q --multi-release 25 --ignore-missing-deps --print-module-deps "$work/classes")
strip=--strip-java-debug-attributes
! command -v objcopy >/dev/null || strip=--strip-debug
"$JAVA_HOME/bin/jlink" --add-modules "$modules" "$strip" --no-header-files --no-man-pages --output "$root/runtime"
# Programs that nobody starts.
rm -f "$root/runtime/bin/keytool" "$root/runtime/lib/jexec" "$root/runtime/lib/jrt-fs.jar" "$root/runtime/lib/classlist"

compile_native "$home" "$root/lib/libcooper.so" || die "needs a C compiler (apt-get install gcc)"
names=$(cd "$root/lib" && printf '%s:' *.jar)
printf '%s\n' ../runtime/bin/java "$(jvm_flags)" "${names%:}" >"$root/lib/launch"

# The JVM reads its security settings before the first digest, in the interpreter: nine tenths of them are comments.
settings=$root/runtime/conf/security/java.security
awk '/^[ \t]*(#|$)/ && !more { next } { print; more = /\\$/ }' "$settings" >"$work/settings"
cat "$work/settings" >"$settings"

# licenses  collects them, and fails where there is none: what is shipped is to be known
licenses() {
    cp "$home/LICENSE" "$root/licenses/cooper.txt"
    ln -s ../runtime/legal "$root/licenses/java"
    for jar in "$root"/lib/*.jar; do
        library=${jar##*/}
        library=${library%.jar}
        library=$(printf %s "$library" | sed 's/-[0-9][0-9A-Za-z.]*\(-SNAPSHOT\)\{0,1\}$//')
        case $library in
        cooper-picocli) library=picocli ;;
        cooper-*) continue ;;
        esac
        found=
        for file in $("$JAVA_HOME/bin/jar" -tf "$jar" | grep -iE '^(META-INF/)?[^/]*(licen[sc]e|notice)[^/]*$'); do
            mkdir -p "$root/licenses/$library"
            (cd "$work" && "$JAVA_HOME/bin/jar" -xf "$jar" "$file")
            cp "$work/$file" "$root/licenses/$library/"
            found=yes
        done
        [ -z "$found" ] || continue
        [ -e "$home/distribution/licenses/$library.txt" ] ||
            die "$library ships without its licence: put it into distribution/licenses/$library.txt"
        cp "$home/distribution/licenses/$library.txt" "$root/licenses/"
    done
}
licenses

dated() { find "$root" -exec touch -h -d "@$epoch" {} +; }
dated
"$root/lib/train.sh" "$root/lib" >"$output/training.log" 2>&1 </dev/null || die "the training runs failed: $output/training.log"
for cache in version images cooper; do
    [ -s "$root/lib/$cache.aot" ] || die "no AOT cache $cache came of the training runs: $output/training.log"
done
"$JAVA_HOME/bin/java" -cp "$tool" dev.cooper.distribution.Main "$root/bin/cooper" "$version" "$epoch" "$root/share"
dated

rm -rf "${output:?}/$name" "$output/$name.tar.gz"
tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$epoch" -C "$work" -cf "$work/new.tar" "$name"
gzip -9n <"$work/new.tar" >"$work/new.tar.gz"
mv "$root" "$output/$name"
mv "$work/new.tar.gz" "$output/$name.tar.gz"
! command -v dpkg-deb >/dev/null || "$home/tools/deb.sh" "$version" "$output/$name" "$output"
say "$(du -sh "$output/$name" | cut -f1) in $output/$name, $(du -sh "$output/$name.tar.gz" | cut -f1) as tar.gz"
