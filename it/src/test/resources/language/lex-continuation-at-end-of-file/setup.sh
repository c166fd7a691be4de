printf 'FROM busybox\nENV A=1 \\' > Dockerfile
