echo ab > 'a b'; echo cd > "$(printf 'c\td')"
