mkdir -p src/deep logs vendor/keep vendor/drop
for f in a.log b.txt src/a.log src/b.c src/deep/c.tmp src/deep/d logs/x vendor/keep/1 vendor/drop/2 .env; do echo x > $f; done
printf '%s\n' '# comment' '' '*.log' '  **/*.tmp  ' '/logs/' 'vendor' '!vendor/keep' '.env' '.dockerignore' './Dockerfile' > .dockerignore
