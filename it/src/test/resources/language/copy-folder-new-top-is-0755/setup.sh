mkdir -m 700 d; mkdir -m 700 d/sub; echo 1 > d/sub/1; touch -d @1000000000 d/sub; touch -d @1100000000 d
