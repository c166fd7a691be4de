: > Dockerfile
