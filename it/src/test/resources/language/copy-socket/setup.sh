mkdir d; echo a > d/a; perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "d/sock", Listen => 1) or die'
