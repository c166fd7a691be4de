echo x > Dokcerfile
