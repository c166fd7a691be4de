printf 'FROM busybox\nLABEL a=1 \\  \t\n b=2\n' > Dockerfile
