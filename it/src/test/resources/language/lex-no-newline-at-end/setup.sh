printf 'FROM busybox\nLABEL a=last' > Dockerfile
