echo secret > .dockerignore; echo x > secret; echo y > kept
