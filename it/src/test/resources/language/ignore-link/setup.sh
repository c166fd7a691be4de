echo a > a; mkdir d; echo x > d/x; ln -s a link; ln -s d ldir; printf '%s\n' link ldir/x Dockerfile .dockerignore > .dockerignore
