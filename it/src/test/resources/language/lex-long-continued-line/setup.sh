{ echo FROM busybox; printf 'LABEL a='; for i in 1 2 3; do head -c 60000 /dev/zero | tr '\0' x; printf '\\\n'; done; echo; } > Dockerfile
