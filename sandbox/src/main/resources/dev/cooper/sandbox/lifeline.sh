# Starts what makes a sandbox (the arguments: unshare and its options, to which a shell and the text of $1 are added)
# so that it can't outlive the caller. POSIX sh; runs in the scratch folder of the run.
#
# Standard input is the lifeline, a pipe whose other end only the caller holds. A watcher waits for its end and then
# kills unshare, which takes its child with it, and that one, being pid 1 of its namespace, everything inside and
# every mount. The end also comes when all is over, and unshare's number is somebody else's, in another folder.
# Diagnostics go to the file `setup`; 4 is the program's standard error.
inside=$1; shift
exec 3<&0 4>&2 </dev/null 2>setup
{ exec >/dev/null 2>&1 4>&-; read -r line <&3; [ /proc/$$/cwd -ef . ] && kill -9 $$; } &
exec "$@" /bin/sh -c "$inside" "$0" $$ 3<&-
