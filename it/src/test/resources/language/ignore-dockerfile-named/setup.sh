echo Dockerfile > .dockerignore
