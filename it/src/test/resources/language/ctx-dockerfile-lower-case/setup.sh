printf 'FROM busybox\nLABEL a=1\n' > dockerfile
