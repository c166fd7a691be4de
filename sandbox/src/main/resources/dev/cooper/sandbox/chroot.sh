# Starts a program in another root folder, in the scratch folder of the run. Standard input is the lifeline, whose
# other end only the caller holds: when it ends, so does everything in this session. Diagnostics go to the file
# `setup`; 4 is the program's standard error. The plan sets the command as arguments.
exec 3<&0 4>&2 </dev/null 2>setup
main=$$
{ exec >/dev/null 2>&1 4>&-; read -r line <&3; kill -9 -- "-$main"; } &
exec 3<&-
set -e
umask 022
if [ -p stdin ]; then exec 5<>stdin 6<stdin 5>&-; else exec 6</dev/null; fi
. ./plan
echo started >&2
exec "$@" <&6 6<&- 2>&4 4>&-
