-- Lets no further step of the work ARGV[2] be done. Answers how far it has come.
even_when_full()
stopped = true
keep('', 0)
return progress()
