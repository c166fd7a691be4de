# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Shell functions that examples/*.sh and ./check share. POSIX sh; sourced, never run.

say() { printf '%s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "${me:-${0##*/}}" "$*" >&2
    exit 1
}

need_root() {
    [ "$(id -u)" -eq 0 ] || die "must run as root: it makes root file systems with their owners and modes (try: sudo $0)"
}

# need PACKAGE[:COMMAND]...  installs the Debian packages whose COMMAND is not on the PATH (or, with no COMMAND
# named, those that dpkg does not have). Never asks, never starts a service; package lists are fetched only when
# apt cannot do with those it has.
need() {
    missing=
    for need_item in "$@"; do
        need_package=${need_item%%:*}
        if [ "$need_item" != "$need_package" ]; then
            command -v "${need_item#*:}" >/dev/null 2>&1 && continue
        elif [ "$(dpkg-query -W -f '${db:Status-Status}' "$need_package" 2>/dev/null)" = installed ]; then
            continue
        fi
        missing="$missing $need_package"
    done
    # shellcheck disable=SC2086 # a list of names
    [ -z "$missing" ] || apt_install $missing
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 || die "missing: $* (not a Debian or Ubuntu machine, so install them yourself)"
    [ "$(id -u)" -eq 0 ] || die "missing: $* (run as root and they are installed, or: apt-get install $*)"
    say "installing: $*"
    (
        if [ ! -e /usr/sbin/policy-rc.d ]; then
            # What Debian's own image builders do: 101 is "not allowed", so no maintainer script starts a service.
            trap 'rm -f /usr/sbin/policy-rc.d' EXIT
            trap 'exit 130' INT
            trap 'exit 143' TERM
            printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d
        fi
        export DEBIAN_FRONTEND=noninteractive
        set -- -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
        # The first time lists that are missing or stale are the usual reason to fail, and an update cures them. What
        # apt has to say is shown if that doesn't help.
        apt_log=$(mktemp)
        apt-get install "$@" >/dev/null 2>&1 </dev/null ||
            { apt-get update -qq && apt-get install "$@"; } >"$apt_log" 2>&1 </dev/null ||
            { tail -n 30 "$apt_log" >&2; rm -f "$apt_log"; exit 1; }
        rm -f "$apt_log"
    ) || die "apt-get could not install: $*"
}

# find_jdk  prints the home of a JDK 25 or newer: JAVA_HOME, the usual folders, then the one of javac on the PATH.
find_jdk() {
    for jdk_home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
        "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* /usr/java/* /usr/local/*jdk*; do
        is_jdk "$jdk_home" && { printf '%s\n' "$jdk_home"; return 0; }
    done
    jdk_home=$(readlink -f "$(command -v javac 2>/dev/null || echo /)")
    jdk_home=${jdk_home%/bin/javac}
    is_jdk "$jdk_home" && printf '%s\n' "$jdk_home"
}

is_jdk() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${jdk_version:-0}" -ge 25 ]
}

# need_jdk  sets and exports JAVA_HOME; installs Debian's package where there is no JDK 25 but apt has one.
need_jdk() {
    JAVA_HOME=$(find_jdk) || {
        apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1 || apt-get update -qq >&2 || true
        apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1 ||
            die "no JDK 25 found, and apt has no openjdk-25-jdk-headless: unpack any JDK 25 to /usr/lib/jvm or point JAVA_HOME at one"
        apt_install openjdk-25-jdk-headless
        JAVA_HOME=$(find_jdk) || die "openjdk-25-jdk-headless is installed, yet there is no JDK 25 in the usual folders"
    }
    export JAVA_HOME
}
