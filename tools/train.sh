#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the AOT caches of one build of Cooper: classes as the JVM has them after real commands. A cache holds for
# exactly these jars, this runtime and these flags; the JVM goes without one that doesn't fit. The JVM loads all of
# a cache when it starts, so that a short command wants a small one: there is one for each kind of command.
#
#   train.sh FOLDER [NAME...]   FOLDER: where `launch` lies; NAME: version, images, cooper; all when none is named
#
# FOLDER/NAME.aot get the time of FOLDER/launch: that is how a distribution sees that all is as it was.
set -eu

folder=$(cd -P -- "$1" && pwd -P)
shift
exec 8<"$folder/launch" 9<"$folder"
flock -n 8 || exit 0
[ $# -gt 0 ] || set -- version images cooper
{ IFS= read -r java && IFS= read -r flags && IFS= read -r jars; } <"$folder/launch"
case $java in
/*) ;;
*)
    # A distribution, which is at home wherever it lies: `cooper` calls its jars by this very path.
    java=$folder/$java
    jars=$(printf %s ":$jars" | sed 's|:|:/proc/self/fd/9/|g')
    jars=${jars#:}
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A context with a program that RUN can start: this machine's shell and its libraries.
mkdir -p "$work/context/files/bin" "$work/context/files/tmp"
shell=$(readlink -f /bin/sh)
cp "$shell" "$work/context/files/bin/sh"
ldd "$shell" 2>/dev/null | grep -o '/[^ )]*' | while read -r library; do
    mkdir -p "$work/context/files/${library%/*}"
    cp -L "$library" "$work/context/files/$library"
done
printf '*.log\n!files\n' >"$work/context/.dockerignore"
cat >"$work/context/Dockerfile" <<'END'
# syntax=docker/dockerfile:1
ARG BASE=scratch
FROM $BASE AS base
COPY files /
ENV A=1 B="two words"
WORKDIR /work
RUN echo one >one && echo two >two

FROM base AS other
RUN <<EOF
echo three >three
EOF

FROM scratch
LABEL kind=training
COPY --from=base /bin/sh /bin/sh
COPY --from=base /work/one /work/*wo /work/
COPY --from=other --chown=1:1 --chmod=644 /work/three /
COPY Dockerfile /
ENTRYPOINT ["/bin/sh"]
CMD ["-c", "echo"]
END
printf 'FROM scratch\nCOPY files /\nCMD ["/bin/sh", "-c", "echo"]\n' >"$work/context/Dockerfile.plain"

# commands NAME  prints the commands of a cache, `then` between them
commands() {
    build="build -q -t training $work/context then build --progress=plain -t training $work/context"
    looks="images then images -q then images --digests then ps then ps -a then ps -aq then inspect training
        then history training then image inspect --format {{.Id}} training then images --format {{.ID}} then rmi none
        then image ls then system df then logs one then inspect one then --help then tag training other then rm none"
    case $1 in
    version) echo version ;;
    images) echo "$looks" ;;
    cooper)
        echo "$build then build -f $work/context/Dockerfile.plain -t plain $work/context then run --rm plain
            then create --name two plain then start two then logs two then cp two:/bin/sh $work/sh then rm two
            then save -o $work/training.tar training then info then $looks"
        ;;
    *) echo "train.sh: no cache is called $1" >&2; exit 2 ;;
    esac
}

# java ARGUMENT...  the JVM with a store of its own
java() {
    # shellcheck disable=SC2086 # the flags are several words
    COOPER_ROOT=$work/store LC_ALL=C.UTF-8 "$java" $flags \
        "-Dcooper.native=$folder/libcooper.so" "$@" 8<&-
}

# learn NAME COMMAND...  runs that once and keeps what the JVM then has. The exit code is that of the last command,
# and may be bad; the cache is good all the same. One that can't be made is an empty file, so that nobody tries again.
learn() {
    name=$1
    shift
    main=Training
    # What `version` needs is less than that.
    [ "$name" != version ] || main=Main
    java -XX:AOTMode=record "-XX:AOTConfiguration=$work/$name.learned" -Dcooper.name=cooper \
        -cp "$jars" "dev.cooper.cli.$main" "$@" || true
    java -XX:AOTMode=create "-XX:AOTConfiguration=$work/$name.learned" "-XX:AOTCache=$work/$name.aot" \
        -cp "$jars" || true
    [ -s "$work/$name.aot" ] || : >"$work/$name.aot"
    touch -r "$folder/launch" "$work/$name.aot"
    cp -p "$work/$name.aot" "$folder/$name.aot.new"
    mv "$folder/$name.aot.new" "$folder/$name.aot"
}

# Something for the rest to look at.
java -cp "$jars" dev.cooper.cli.Training build -q -f "$work/context/Dockerfile.plain" -t training "$work/context" \
    'then' create --name one training || true
for name in "$@"; do
    set -f
    # shellcheck disable=SC2046 # no word has a blank
    learn "$name" $(commands "$name")
    set +f
done
