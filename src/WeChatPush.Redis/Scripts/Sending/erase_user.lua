-- ARGV: user. Answers how many windows and how many sent messages went.
call('DEL', tag .. ':send:' .. ARGV[1])
call('ZREM', tag .. ':asked', ARGV[1])
call('ZREM', tag .. ':waiting', ARGV[1])
local sent = call('LLEN', tag .. ':sent:' .. ARGV[1])
call('DEL', tag .. ':sent:' .. ARGV[1])
return { call('DEL', tag .. ':window:' .. ARGV[1]), sent }
