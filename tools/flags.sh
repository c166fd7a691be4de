# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# How the JVM is started, and what it is given: in one place for checkouts and distributions. Sourced, never run.

# jvm_flags  few threads, little memory, nothing left in /tmp when it is killed, no word of the JVM's own on stdout,
# and less compiled in the first tenth of a second (docs/decisions/0010).
jvm_flags() {
    echo '-XX:+UseSerialGC -Xmx256m -XX:CompileThresholdScaling=3 -XX:-UsePerfData -Xlog:disable --enable-native-access=ALL-UNNAMED'
}

# compile_native HOME FILE  makes the library by which system calls are bound at once (docs/decisions/0030). Without
# a C compiler there is none, and the JVM links them itself, which takes it longer.
compile_native() {
    command -v cc >/dev/null || return 1
    cc -O2 -Wall -Wextra -Werror -shared -fPIC -nostdlib -Wl,-z,noexecstack,--build-id=none -s -o "$2" \
        "$1/posix/src/main/c/calls.c"
}
