mkdir d; echo f > f; tar --owner=0 --group=0 -cf d/t.tar f; ln -s d/t.tar link.tar
