# The plan mounts at `m` and below, and sets the runtime's command as arguments. Of the program's start the runtime
# tells by a file.
. ./plan
[ "$piped" ] || exec 6</dev/null
exec "$@" <&6 6<&- 2>&4 4>&-
