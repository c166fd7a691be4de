#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests that the build's checks bite: in a copy of one small module, each of a few planted violations must break it,
# and for its own reason. Prints what doesn't. (What the compiler doesn't know is judged by a test of its own,
# ArchitectureBitesTests.)
set -eu

source=$(cd -P -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
module=testkit
java=$module/src/main/java/dev/cooper/$module
planted=$work/$java/Planted.java

mkdir -p "$work/$module"
cp -R "$source/$module/src" "$source/$module/pom.xml" "$work/$module/"
# What Error Prone needs of the JVM.
cp -R "$source/.mvn" "$work/"
# The same build, of this module alone.
sed "/<module>/{/<module>$module</!d}" "$source/pom.xml" >"$work/pom.xml"

offline=-o
judge() { (cd "$work" && mvn -B -ntp $offline compile) >"$work/log" 2>&1 </dev/null; }

failures=0
fail() {
    printf 'FAILED: %s\n' "$*"
    grep '^\[ERROR\]' "$work/log" | head -n 20
    failures=$((failures + 1))
}

# bites WHAT WORDS  with the class on standard input planted, the build must fail and say these words
bites() {
    cat >"$planted"
    if judge; then fail "$1 is not noticed"; else grep -qF -- "$2" "$work/log" || fail "$1: fails for another reason"; fi
    rm "$planted"
}

if ! judge; then
    offline=
    judge || { fail "the copy as it is does not build"; exit 1; }
fi

bites "a line that is not formatted" 'format violations' <<'END'
// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

final class Planted {
  private Planted( ) {}
}
END
bites "a null where none may be" '[NullAway]' <<'END'
// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.util.Map;

final class Planted {
    private Planted() {}

    static int length(Map<String, String> map) {
        return map.get("key").length();
    }
}
END
bites "an exception that is not thrown" '[DeadException]' <<'END'
// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

final class Planted {
    private Planted() {}

    static void check(int count) {
        if (count < 0) {
            new IllegalArgumentException("negative");
        }
    }
}
END
bites "a warning of the compiler's" 'warnings found and -Werror' <<'END'
// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.util.List;

final class Planted {
    private Planted() {}

    static int size(List list) {
        return list.size();
    }
}
END

[ "$failures" -eq 0 ]
