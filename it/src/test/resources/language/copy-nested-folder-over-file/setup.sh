mkdir -p d/sub; echo 1 > d/sub/1
