-- How far the work ARGV[2] has come.
return progress()
