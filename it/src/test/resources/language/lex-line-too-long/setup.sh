{ echo FROM busybox; printf 'LABEL a='; head -c 70000 /dev/zero | tr '\0' x; echo; } > Dockerfile
