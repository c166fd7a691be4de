echo x > a; echo x > b; echo a > .dockerignore
printf 'FROM busybox\nCOPY . /t\n' > other.Dockerfile
printf 'b\n*ockerfile*\n.dockerignore\n' > other.Dockerfile.dockerignore
