# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2016,SC2034,SC3013
# Sourced by launchers. Who is not root, or is root without the right to mount, runs Cooper in a user namespace of its
# own, where it is root, and in a mount namespace: unpacking, overlays and sandboxes then go the ways that they go for
# root. Of all programs with more rights than the caller's, newuidmap and newgidmap alone are started.
#
# COOPER_IDS says which ids there are inside:
#   auto    (unset) as many as can be had
#   sub     the caller's as root, and those of /etc/subuid and /etc/subgid after it
#   single  the caller's as root, and no other
#   none    no namespace

# Callers have it already
if ! command -v die >/dev/null 2>&1; then
    die() {
        printf '%s: %s\n' "${name:-cooper}" "$*" >&2
        exit 125
    }
fi

# who  finds out who this is, by shell alone: it stands before every command. Sets uid and gid, whether set-uid
# programs work (setuid), and whether there is anything to do (plain: root, who may mount).
who() {
    uid=0 gid=0 setuid=1 mounts='' bound=
    while read -r key value _; do
        case $key in
        Uid:) uid=$value ;;
        Gid:) gid=$value ;;
        CapEff:)
            # Bit 21, in the sixth digit from the right.
            value=${value%?????}
            case $value in *[2367abef]) mounts=1 ;; esac
            ;;
        CapBnd:)
            value=${value%?????}
            case $value in *[2367abef]) bound=1 ;; esac
            ;;
        NoNewPrivs:)
            [ "$value" = 0 ] || setuid=
            break
            ;;
        esac
    done 2>/dev/null </proc/self/status
    plain=
    [ "$uid" != 0 ] || [ ! "$mounts" ] || plain=1
}

# caller_name  sets user
caller_name() {
    user=$(id -un 2>/dev/null) || user=$uid
}

# ranges FILE ID  reads the caller's ranges; sets found to words for newuidmap, or trouble. ID may be in none, and no
# two may have one in common: two users, or a user and root of his namespace, would be the same.
ranges() {
    found=
    [ -r "$1" ] || return 0
    inside=1 others=
    while IFS=: read -r who start count _; do
        case $who in '' | '#'*) continue ;; esac
        mine=
        { [ "$who" = "$user" ] || [ "$who" = "$uid" ]; } && mine=1
        case $start:$count in
        *[!0-9:]* | :* | *: | ??????????*:* | *:??????????*)
            [ "$mine" ] || continue
            trouble="$1: the line of $who is broken: \"$who:$start:$count\" (the form is name:first:count)"
            return 1
            ;;
        esac
        if [ "$mine" ]; then
            if [ "$count" = 0 ]; then
                trouble="$1: the range of $who holds no ids"
                return 1
            fi
            if [ "$start" -le "$2" ] && [ "$2" -lt $((start + count)) ]; then
                trouble="$1: the range of $who, $start to $((start + count - 1)), holds $who's own id, $2"
                return 1
            fi
            found="$found $inside $start $count"
            inside=$((inside + count))
        fi
        others="$others $who:$start:$count:$mine"
    done <"$1"
    for one in $others; do
        [ "${one##*:}" ] || continue
        one=${one%:*}
        first=${one#*:}; last=$((${first%:*} + ${first#*:} - 1)); first=${first%:*}
        seen=
        for other in $others; do
            other=${other%:*}
            if [ "$other" = "$one" ] && [ ! "$seen" ]; then seen=1; continue; fi
            start=${other#*:}; end=$((${start%:*} + ${start#*:} - 1)); start=${start%:*}
            if [ "$start" -le "$last" ] && [ "$first" -le "$end" ]; then
                trouble="$1: the ranges $one and $other have ids in common"
                return 1
            fi
        done
    done
}

# sub_ids  sets uids and gids, the words for newuidmap and newgidmap, or why there are none
sub_ids() {
    uids='' gids='' trouble=''
    if [ ! "$setuid" ]; then
        why="set-uid programs do nothing in this process (no_new_privs), so neither does newuidmap"
    elif ! command -v newuidmap >/dev/null || ! command -v newgidmap >/dev/null; then
        why="newuidmap and newgidmap are missing (apt-get install uidmap)"
    elif [ ! "$bound" ] && [ -u "$(command -v newuidmap)" ]; then
        why="newuidmap is set-uid root, and root may not do this here (CAP_SYS_ADMIN is out of bounds); it would work with file capabilities: chmod u-s newuidmap newgidmap, setcap cap_setuid=ep newuidmap, setcap cap_setgid=ep newgidmap"
    else
        ranges /etc/subuid "$uid" || die "$trouble. Correct it, or go on with COOPER_IDS=single"
        uids=$found
        ranges /etc/subgid "$gid" || die "$trouble. Correct it, or go on with COOPER_IDS=single"
        gids=$found
        if [ "$uids" ] && [ "$gids" ]; then return 0; fi
        why="/etc/subuid and /etc/subgid have no line for $user"
    fi
    return 1
}

# enter COMMAND...  becomes the command, in a namespace if there is one to be had
enter() {
    want=${COOPER_IDS:-auto} why=
    case $want in
    auto | sub | single) ;;
    none)
        export COOPER_NO_IDS="COOPER_IDS is none"
        exec "$@"
        ;;
    *) die "COOPER_IDS is \"$want\"; it may be auto, sub, single or none" ;;
    esac
    if ! said=$(unshare --user true 2>&1); then
        [ "$want" = auto ] || die "a user namespace can't be had: $said"
        export COOPER_NO_IDS="$said"
        exec "$@"
    fi
    if [ "$uid" = 0 ] && [ "$want" != single ]; then
        # Root needs nobody's help to have all of its ids inside.
        maps=$(while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/uid_map)
        groups=$(while read -r inside _ count; do echo "$inside $inside $count"; done </proc/self/gid_map)
        mapped 'printf "%s\n" "$groups" >"/proc/$main/gid_map" && printf "%s\n" "$maps" >"/proc/$main/uid_map"' "$@"
    elif [ "$want" != single ] && sub_ids; then
        mapped 'newgidmap "$main" 0 "$gid" 1 $gids && newuidmap "$main" 0 "$uid" 1 $uids' "$@"
    fi
    [ "$want" != sub ] || die "there are no ids to be had: $why"
    [ "$want" != single ] || why="COOPER_IDS is single"
    export COOPER_NO_IDS="$why"
    exec unshare --user --map-root-user --mount "$@"
}

# mapped WAY COMMAND...  becomes the command in a namespace whose ids a process that stays outside sets. The command
# has no capabilities before, and all of the namespace's once it is started as root.
mapped() {
    way=$1 main=$$
    shift
    (
        {
            # Until the one below has left, or is no more.
            while [ -e "/proc/$main" ]; do
                [ ! "/proc/$main/ns/user" -ef /proc/self/ns/user ] || continue
                said=$(eval "$way" 2>&1) && break
                # Where that couldn't be read for a moment, it wasn't time yet.
                [ ! "/proc/$main/ns/user" -ef /proc/self/ns/user ] || continue
                printf '%s: %s\n' "${name:-cooper}" "$said" >&2
                kill -USR1 "$main"
                break
            done
        } </dev/null >/dev/null &
    )
    exec unshare --user --mount /bin/sh -c '
        trap "echo \"\$0: the ids of /etc/subuid and /etc/subgid can not be had; COOPER_IDS=single goes on with one\" >&2
            exit 125" USR1
        until read -r _ </proc/self/uid_map; do :; done
        trap - USR1
        exec "$@"' "${name:-cooper}" "$@"
}
