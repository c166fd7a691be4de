mkdir d; echo a > d/a; chown -R 1000:1000 d
