mkdir -p a/b a/d; chmod 711 a; echo c > a/b/c.txt; echo d > a/d/c.txt; echo x > x.txt; echo o > a/other
