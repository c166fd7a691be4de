echo '*.log' > .dockerignore
