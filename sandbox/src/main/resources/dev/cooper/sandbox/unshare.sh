# One process in a root of its own, by util-linux and coreutils alone. POSIX sh; runs in the scratch folder of the run.
#
# Outside: standard input is the lifeline, a pipe whose other end only the caller holds. A watcher waits for its end
# and then kills unshare, which takes its child with it, and that one, being pid 1 of its namespace, everything
# inside and every mount. (A line instead of the end tells that all is over, and unshare's number not its own any more.)
# Diagnostics go to the file `setup`; the program gets the standard error that came in.
if [ "$1" != inside ]; then
  self=$1; shift
  exec 3<&0 4>&2 </dev/null 2>setup
  { exec >/dev/null 4>&-; read -r line <&3 || kill -9 $$; } &
  exec "$@" /bin/sh -c "$self" "$0" inside $$ 3<&-
fi

# Inside. unshare may have been killed before its child asked to be told: then it is too late to be told, but its
# command line is empty by now.
set -e
umask 022
read -r line <"/proc/$2/cmdline" || :
[ "$line" ] || exit 1
stdin=
[ ! -p stdin ] || { exec 5<>stdin 6<stdin 5>&-; stdin=1; }
# The plan mounts at `m` and below, puts the host's tools at `t`, read-only, sets the command as arguments, and
# defines `detach`, which unmounts the host.
. ./plan
cd t
"$pivot_root" ../m ../m
# From here on `/` is the image, and only `.` leads to the host's tools. Their loader would obey this file:
if [ -s /etc/ld.so.preload ] && [ ! -d /etc/ld.so.preload ]; then
  echo "/etc/ld.so.preload appeared after it was looked for" >&2
  exit 1
fi
detach
echo started >&2
if [ "$stdin" ]; then
  exec "$@" <&6 6<&- 2>&4 4>&-
fi
exec "$@" </dev/null 2>&4 4>&-
