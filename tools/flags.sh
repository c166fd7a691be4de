# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# How the JVM is started, in one place for checkouts and distributions. Sourced, never run.

# jvm_flags  few threads, little memory, nothing left in /tmp when it is killed, no word of the JVM's own on stdout,
# and less compiled in the first tenth of a second (docs/decisions/0010).
jvm_flags() {
    echo '-XX:+UseSerialGC -Xmx256m -XX:CompileThresholdScaling=3 -XX:-UsePerfData -Xlog:disable --enable-native-access=ALL-UNNAMED'
}
