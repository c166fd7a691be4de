mkdir -p d/sub; chmod 751 d; chmod 755 d/sub; echo 1 > d/sub/1
