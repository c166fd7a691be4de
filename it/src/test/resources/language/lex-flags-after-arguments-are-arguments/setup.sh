echo a > a; echo b > --chown=1
