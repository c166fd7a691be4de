echo a > a; mkdir -p d/sub; echo f > d/sub/f; ln -s f d/sub/l
