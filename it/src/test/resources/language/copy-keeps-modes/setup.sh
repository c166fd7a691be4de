mkdir -m 1777 d; for m in 4755 2711 1644 400 777 000; do echo $m > d/$m; chmod $m d/$m; done; mkdir -m 2770 d/sub
