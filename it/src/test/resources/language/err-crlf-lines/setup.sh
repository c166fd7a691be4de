printf 'FROM busybox\r\nRNU x\r\n' > Dockerfile
