echo top-secret > ../outside-$(basename "$PWD"); ln -s ../outside-$(basename "$PWD") out
