mkdir -p src/app; echo x > src/app/main.c
