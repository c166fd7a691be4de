# Puts the sandbox together; $1 is unshare. It may have been killed before its child asked to be told: then it is too
# late to be told, but its command line is empty by now.
set -e
umask 022
read -r line <"/proc/$1/cmdline" || :
[ "$line" ] || exit 1
# Both ends are opened so that nobody waits; then one is left.
piped=
if [ -p stdin ]; then piped=1; exec 5<>stdin 6<stdin 5>&-; fi
