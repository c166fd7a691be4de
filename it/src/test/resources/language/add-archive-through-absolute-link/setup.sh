mkdir lib; echo x > lib/x; tar --owner=0 --group=0 -cf t.tar lib/x
