mkdir -p t/d; echo f > t/d/f; chmod 640 t/d/f; ln -s f t/d/l; ln t/d/f t/d/hard; chmod 2750 t/d
tar --owner=5 --group=6 --numeric-owner -C t -cf plain.tar d
gzip -k plain.tar; mv plain.tar.gz t.tar.gz; bzip2 -k plain.tar; mv plain.tar.bz2 t.tar.bz2
xz -k plain.tar; mv plain.tar.xz t.tar.xz; zstd -q plain.tar -o t.tar.zst; cp t.tar.gz named-otherwise.jpg
cp t.tar.gz a1.tgz; echo other > t/d/g; tar --owner=0 --group=0 -C t -czf a2.tgz d/g
