mkdir d; ln -s /etc/passwd d/passwd; ln -s ../../.. d/up
