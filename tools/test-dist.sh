#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests the Debian package and the archive that `mvn package -Pdist -DskipTests` left in dist/, in a root file system
# of Debian's that has no Java. As root; takes half a minute. Prints what fails.
#
#   test-dist.sh [DIST]
set -eu

home=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=../examples/lib.sh
. "$home/examples/lib.sh"
me=test-dist.sh
need_root
dist=$(cd "${1:-$home/dist}" && pwd -P)
bases=${COOPER_BASES:-${HOME:-/root}/.cache/cooper/bases}
"$home/examples/bases.sh" --only-tars --quiet debian:bookworm busybox

deb=$(ls "$dist"/cooper_*.deb) || die "no package in $dist: mvn package -Pdist -DskipTests"
archive=$(ls "$dist"/cooper-*.tar.gz) || die "no archive in $dist: mvn package -Pdist -DskipTests"
[ "$(du -m "$archive" | cut -f1)" -le 60 ] || die "the archive has more than 60 MB"

# Beside the distribution: /tmp may lie in memory, or on overlay, where stores are slower.
work=$(mktemp -d "$dist/.test.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
root=$work/root
mkdir "$root"
tar -xf "$bases/debian-bookworm.tar" -C "$root"
cp "$deb" "$root/tmp/cooper.deb"
cp "$archive" "$root/tmp/cooper.tar.gz"
cp "$bases/busybox.tar" "$root/tmp/"

cat >"$root/tmp/inside" <<'END'
#!/bin/sh
set -u
failures=0
fail() { printf 'FAILED: %s\n' "$*"; failures=$((failures + 1)); }
# try TITLE COMMAND...  runs it, and shows what it said if it fails
try() {
    title=$1
    shift
    "$@" >/tmp/out 2>&1 </dev/null || { fail "$title"; cat /tmp/out; }
}
has() { grep -qF -- "$2" /tmp/out || { fail "$1: no word of $2"; cat /tmp/out; }; }
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root

! command -v java >/dev/null || fail "this root has a Java"
try "installing the package" dpkg -i /tmp/cooper.deb
try "files as packaged" dpkg --verify cooper
[ -z "$(cat /tmp/out)" ] || { fail "files differ from the package's"; cat /tmp/out; }
for file in man/man1/cooper.1.gz man/man1/cooper-build.1.gz bash-completion/completions/cooper \
    zsh/vendor-completions/_cooper fish/vendor_completions.d/cooper.fish doc/cooper/licenses/java/java.base/LICENSE; do
    # What dpkg is told to leave out of small images is not looked for.
    [ -e "/usr/share/$file" ] || grep -rqs 'path-exclude' /etc/dpkg/dpkg.cfg.d || fail "no /usr/share/$file"
done

mkdir -p /tmp/scratch /tmp/busybox
printf 'FROM scratch AS one\nCOPY hello /\nFROM scratch\nCOPY --from=one /hello /hello\n' >/tmp/scratch/Dockerfile
echo hello >/tmp/scratch/hello
printf 'FROM busybox\nRUN echo made >/made && id -u >>/made\nCMD ["cat", "/made"]\n' >/tmp/busybox/Dockerfile

# all PROGRAM  what every way of installing it must be able to do
all() {
    cooper=$1
    try "$cooper version" "$cooper" version
    has "$cooper version" "Client: Cooper"
    # With this option the JVM would not start without the cache.
    for verb in version images ps info; do
        COOPER_OPTS=-XX:AOTMode=on try "$cooper $verb: the AOT cache" "$cooper" "$verb"
    done
    try "$cooper build, nothing to run" "$cooper" build -t scratch /tmp/scratch
    try "$cooper import" "$cooper" import --change 'CMD ["/bin/sh"]' /tmp/busybox.tar busybox
    try "$cooper build with RUN" "$cooper" build -t made /tmp/busybox
    try "$cooper run" "$cooper" run --rm made
    [ "$(cat /tmp/out)" = "$(printf 'made\n0')" ] || { fail "$cooper run: not its output"; cat /tmp/out; }
    try "$cooper images" "$cooper" images
    has "$cooper images" made
}
export COOPER_ROOT=/var/lib/one
all /usr/bin/cooper
ln -s /usr/bin/cooper /usr/local/bin/docker
try "the name docker" docker --help
has "the name docker" "Usage:  docker [OPTIONS] COMMAND"

try "removing the package" dpkg -r cooper
[ ! -e /usr/lib/cooper ] || fail "/usr/lib/cooper is left"

export COOPER_ROOT=/var/lib/two
try "unpacking the archive" tar -xzf /tmp/cooper.tar.gz -C /opt
all "$(echo /opt/cooper-*/bin/cooper)"
# Copied without the times of its files it gets new caches.
cp -r /opt/cooper-* "/opt/a copy"
try "a copy" "/opt/a copy/bin/cooper" version
for verb in version images info; do
    COOPER_OPTS=-XX:AOTMode=on try "a copy: its own AOT cache, $verb" "/opt/a copy/bin/cooper" "$verb"
done
[ "$failures" -eq 0 ]
END
chmod 755 "$root/tmp/inside"

# Mounts of its own, which end with it.
# shellcheck disable=SC2016 # the inner shell's own
unshare --mount --propagation private --pid --fork --kill-child sh -eu -c '
    root=$1
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" /tmp/inside
' - "$root"
