echo times > a; touch -d @1234567890 a
