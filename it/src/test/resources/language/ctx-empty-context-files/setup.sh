mkdir empty; printf 'Dockerfile\n.dockerignore\n' > .dockerignore
