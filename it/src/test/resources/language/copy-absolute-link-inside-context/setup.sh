echo a > a; ln -s /a link
