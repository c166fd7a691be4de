mkfifo .dockerignore
