-- KEYS: the key. ARGV: what it is if it is none yet. Answers what it is.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
