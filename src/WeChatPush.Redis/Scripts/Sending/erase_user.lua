
-- ARGV: user. Answers how many windows went.
call('DEL', tag .. ':send:' .. ARGV[1])
return call('DEL', tag .. ':window:' .. ARGV[1])
