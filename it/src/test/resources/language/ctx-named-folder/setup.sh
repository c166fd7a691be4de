mkdir o; echo other > o/a; echo x > o/hidden; echo hidden > o/.dockerignore
