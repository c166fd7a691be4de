mkdir d; for n in 'with space' "it's" 'q"q' 'é' '日本' '-dash' 'a\b' '$x' '#h' '!x' '..x' '...'; do echo x > "d/$n"; done
touch "d/$(printf 'new\nline')" "d/$(printf 'bad\377')"
