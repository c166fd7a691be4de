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
[ "$piped" ] || exec 6</dev/null
echo started >&2
exec "$@" <&6 6<&- 2>&4 4>&-
