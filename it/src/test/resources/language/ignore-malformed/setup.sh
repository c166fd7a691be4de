printf 'a\n[b\n' > .dockerignore
