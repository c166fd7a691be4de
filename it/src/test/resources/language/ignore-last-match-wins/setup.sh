for f in a.md b.md README.md README-secret.md; do echo x > $f; done
printf '%s\n' '*' '!*.md' 'README*.md' '!README.md' > .dockerignore
