printf 'FROM busybox\nLABEL a=x\377y\n' > Dockerfile
