mkdir d; for f in a b d/c; do echo x > $f; done
printf '%s\n' 'd/../a' './d//c' '/../b' Dockerfile .dockerignore > .dockerignore
