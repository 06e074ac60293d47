-- KEYS: the tag. ARGV: from when on, and before when (ms). Answers the entries, oldest first.
return call('ZRANGEBYSCORE', KEYS[1] .. ':restarts', ARGV[1], '(' .. ARGV[2])
