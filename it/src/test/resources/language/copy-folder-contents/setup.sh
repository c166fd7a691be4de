mkdir -p d/sub e/sub; echo 1 > d/1; echo 2 > d/sub/2; echo 3 > e/sub/3; ln -s sub/2 d/link
echo Dockerfile > .dockerignore; echo .dockerignore >> .dockerignore
