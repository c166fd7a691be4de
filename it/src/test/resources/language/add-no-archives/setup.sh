: > empty.tar; echo plain | gzip -n > text.gz; echo 'not a tar' > cut.tar; echo 'not a gzip' > fake.tar.gz
echo f > f; tar -czf real.tar.gz f; echo short > real.tar.gz
