echo comma > a,b
