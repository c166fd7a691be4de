#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the base images of the examples and tests from Debian's packages, and imports them into Cooper's store.
# examples/README.md says what is in each.
#
#   bases.sh [--only-tars] [--quiet] [IMAGE...]     IMAGE: see `all` below; all of them when none is named
#
# The tars are kept in $COOPER_BASES (default ~/.cache/cooper/bases) and made once. COOPER_ROOT chooses the store.
# shellcheck disable=SC2016 # the expressions are apt's and the hook's own
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

bases=${COOPER_BASES:-${HOME:-/root}/.cache/cooper/bases}
cooper=${COOPER:-$here/../cooper}
all='busybox busybox:glibc alpine debian:bookworm golang:1.7.3 openjdk:17'
# Files newer than this are dated back to it, so that a tar hangs on the packages and not on the day.
epoch=1767225600
export SOURCE_DATE_EPOCH=$epoch

only_tars=
quiet=
while [ $# -gt 0 ]; do
    case $1 in
    --only-tars) only_tars=yes ;;
    --quiet) quiet=yes ;;
    -h | --help) sed -n '3,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) die "unknown option $1" ;;
    *) break ;;
    esac
    shift
done
# shellcheck disable=SC2086 # a list of names
[ $# -gt 0 ] || set -- $all

# ---- making root file systems: each function fills the empty folder $1 ----

mirror() {
    # A mirror of Debian's that this machine's apt uses already; nothing printed: mmdebstrap chooses.
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)' 2>/dev/null |
        sed -n 's/^Debian Debian main \([a-z+]*:.*\)/\1/p' | head -n 1
}

bookworm() {
    bookworm_root=$1
    bookworm_include=$2
    need mmdebstrap:mmdebstrap debian-archive-keyring
    set -- --variant=minbase --format=directory \
        --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf" "$1/var/cache/ldconfig/aux-cache"'
    proxy=$(apt-config dump --format '%v' Acquire::http::Proxy 2>/dev/null || true)
    [ -z "$proxy" ] || set -- "$@" "--aptopt=Acquire::http::Proxy \"$proxy\""
    [ -z "$bookworm_include" ] || set -- "$@" "--include=$bookworm_include"
    [ -z "$quiet" ] || set -- "$@" --quiet
    # shellcheck disable=SC2046 # none or one
    mmdebstrap "$@" bookworm "$bookworm_root" $(mirror) >&2 9>&-
}

debian_bookworm() { bookworm "$1" ''; }

golang() {
    bookworm "$1" golang-go,golang-golang-x-net-dev,ca-certificates,git
    mkdir -p "$1/go/src" "$1/go/bin"
}

openjdk() {
    bookworm "$1" openjdk-17-jdk-headless,libjsoup-java,ca-certificates
    # JAVA_HOME for every architecture: Debian's folder names its own.
    ln -s "$(cd "$1/usr/lib/jvm" && ls -d java-17-openjdk-*)" "$1/usr/lib/jvm/java-17"
}

static_busybox() {
    need busybox-static
    busybox=$(command -v busybox) || die "busybox-static is installed, but there is no busybox on the PATH"
}

skeleton() {
    mkdir -p "$1/bin" "$1/sbin" "$1/usr/bin" "$1/usr/sbin" "$1/dev" "$1/proc" "$1/sys" "$1/etc" "$1/home" "$1/var"
    mkdir -m 700 "$1/root"
    mkdir -m 1777 "$1/tmp" "$1/var/tmp"
    cat >"$1/etc/passwd" <<-'END'
	root:x:0:0:root:/root:/bin/sh
	daemon:x:1:1:daemon:/usr/sbin:/bin/false
	www-data:x:33:33:www-data:/var/www:/bin/false
	nobody:x:65534:65534:nobody:/home:/bin/false
	END
    cat >"$1/etc/group" <<-'END'
	root:x:0:
	daemon:x:1:
	www-data:x:33:
	nogroup:x:65534:
	END
    printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$1/etc/nsswitch.conf"
}

busybox_root() {
    static_busybox
    skeleton "$1"
    install -m 755 "$busybox" "$1/bin/busybox"
    # One file with a name per applet, as hard links: that is how the hub's busybox has them.
    "$busybox" --list | while read -r applet; do
        [ "$applet" = busybox ] || ln "$1/bin/busybox" "$1/bin/$applet"
    done
}

busybox_glibc() {
    busybox_root "$1"
    # The libraries come out of the Debian base, so that both are of one release whatever this machine runs.
    make_tar debian:bookworm
    debian=$work/debian
    mkdir "$debian"
    tar -xf "$(tar_of debian:bookworm)" -C "$debian" ./usr/lib ./usr/lib64 2>/dev/null ||
        tar -xf "$(tar_of debian:bookworm)" -C "$debian" ./usr/lib
    libc=$(cd "$debian" && ls -d usr/lib/*-linux-*/libc.so.6)
    libdir=${libc%/libc.so.6}
    mkdir -p "$1/$libdir"
    for library in ld-linux libc. libm. libdl. libpthread. librt. libresolv. libnss_dns. libnss_files. libz. libgcc_s. libstdc++.; do
        cp -d "$debian/$libdir/$library"* "$1/$libdir/"
    done
    ln -s usr/lib "$1/lib"
    # The loader's own path is part of every program: /lib64/ld-linux-x86-64.so.2, /lib/ld-linux-aarch64.so.1.
    if [ -d "$debian/usr/lib64" ]; then
        mkdir "$1/usr/lib64"
        cp -d "$debian"/usr/lib64/ld-linux* "$1/usr/lib64/"
        ln -s usr/lib64 "$1/lib64"
    else
        cp -d "$debian"/usr/lib/ld-linux* "$1/usr/lib/"
    fi
    rm -rf "$debian"
}

alpine() {
    static_busybox
    need ca-certificates
    skeleton "$1"
    install -m 755 "$busybox" "$1/bin/busybox"
    # Links to one absolute path, as the hub's alpine has them.
    "$busybox" --list-full | while read -r applet; do
        [ "$applet" = bin/busybox ] || ln -s /bin/busybox "$1/$applet"
    done
    mkdir -p "$1/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
}

# ---- tars ----

tar_of() { printf '%s/%s.tar\n' "$bases" "$(printf %s "$1" | tr ':/' '--')"; }

make_tar() (
    image=$1
    tar=$(tar_of "$image")
    [ ! -s "$tar" ] || exit 0
    case $image in
    busybox) make=busybox_root ;;
    busybox:glibc) make=busybox_glibc ;;
    alpine) make=alpine ;;
    debian:bookworm) make=debian_bookworm ;;
    golang:1.7.3) make=golang ;;
    openjdk:17) make=openjdk ;;
    *) die "no base image called $image; there are: $all" ;;
    esac
    need_root
    say "making $image from Debian's packages -> $tar"
    root=$(mktemp -d "$work/root.XXXXXX")
    chmod 755 "$root"
    umask 022
    "$make" "$root"
    # No device nodes: whoever runs a container brings its own /dev.
    tar --sort=name --numeric-owner --mtime="@$epoch" --clamp-mtime \
        --format=pax --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
        --exclude='./dev/*' -C "$root" -cf "$work/new.tar" .
    rm -rf "$root"
    mv "$work/new.tar" "$tar"
)

# ---- images ----

import_image() {
    image=$1
    [ -z "$("$cooper" images -q "$image" 9>&-)" ] || return 0
    case $image in
    golang:1.7.3)
        set -- --change 'ENV GOPATH=/go:/usr/share/gocode' --change 'ENV GO111MODULE=off' \
            --change 'ENV PATH=/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
            --change 'WORKDIR /go' --change 'CMD ["bash"]'
        ;;
    openjdk:17)
        set -- --change 'ENV JAVA_HOME=/usr/lib/jvm/java-17' --change 'ENV LANG=C.UTF-8' --change 'CMD ["jshell"]'
        ;;
    debian:bookworm) set -- --change 'CMD ["bash"]' ;;
    *) set -- --change 'CMD ["/bin/sh"]' ;;
    esac
    say "importing $image"
    "$cooper" import "$@" "$(tar_of "$image")" "$image" >/dev/null 9>&-
}

mkdir -p "$bases"
exec 9>"$bases/.lock"
flock -n 9 || { say "waiting for another run that makes base images in $bases"; flock 9; }
# The lock is ours, so what lies here is left over from a run that was killed.
rm -rf "$bases"/.work.*
work=$(mktemp -d "$bases/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for image in "$@"; do make_tar "$image"; done
[ -n "$only_tars" ] || for image in "$@"; do import_image "$image"; done
