
-- ARGV: user. Answers what is left and when it closes.
return call('HMGET', tag .. ':window:' .. ARGV[1], 'remaining', 'closes')
