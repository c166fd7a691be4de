mkdir -p t/d; echo f > t/d/f; chmod 640 t/d/f; tar --owner=5 --group=6 -C t -cf t.tar d; echo plain > plain
