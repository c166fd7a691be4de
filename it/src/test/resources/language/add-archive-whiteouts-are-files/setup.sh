: > .wh.f; : > .wh..wh..opq; tar --owner=0 --group=0 -cf t.tar .wh.f .wh..wh..opq; rm .wh*
