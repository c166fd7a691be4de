echo a > a; chmod 600 a; echo x > x; chmod 711 x; mkdir -p d/sub; echo f > d/sub/f; chmod 644 d/sub/f
