echo x > a; echo x > b; echo x > '#c'; printf '\357\273\277# comment\r\na\r\n #c\r\nDockerfile\r\n.dockerignore\r\n' > .dockerignore
