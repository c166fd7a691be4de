echo x > x; tar -P --owner=0 --group=0 --transform='s,^x,../../x,' -cf up.tar x
ln -s / l; tar --owner=0 --group=0 -cf link.tar l; rm l; mkdir l; echo y > l/landed; tar --owner=0 --group=0 -rf link.tar l/landed
