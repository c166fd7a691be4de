mkdir -p a/b; echo c > a/b/c; tar --owner=0 --group=0 -cf t.tar a/b/c
