-- KEYS: the tag. ARGV: before when (ms). Forgets the starts before.
return call('ZREMRANGEBYSCORE', KEYS[1] .. ':restarts', '-inf', '(' .. ARGV[1])
