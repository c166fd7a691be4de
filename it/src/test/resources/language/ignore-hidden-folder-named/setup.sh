mkdir -p d/sub; echo x > d/sub/x; echo d > .dockerignore
