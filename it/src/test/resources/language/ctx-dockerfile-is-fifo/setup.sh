mkfifo Dockerfile
