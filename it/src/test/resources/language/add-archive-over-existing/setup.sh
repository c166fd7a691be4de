mkdir -p t/d t/l; echo new > t/d/f; echo x > t/l/x; echo file > t/file; tar --owner=0 --group=0 -C t -cf t.tar d l file
