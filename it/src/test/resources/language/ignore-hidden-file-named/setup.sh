echo x > secret.txt; printf '# keep out\n*.txt\n' > .dockerignore
