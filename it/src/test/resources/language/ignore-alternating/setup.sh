mkdir -p a/b/c/d; for f in a/1 a/b/2 a/b/c/3 a/b/c/d/4; do echo x > $f; done
printf '%s\n' '**' '!a' 'a/b' '!a/b/c' 'a/b/c/d' > .dockerignore
