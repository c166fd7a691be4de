echo x > f
