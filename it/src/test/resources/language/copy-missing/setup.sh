echo x > mian.go
