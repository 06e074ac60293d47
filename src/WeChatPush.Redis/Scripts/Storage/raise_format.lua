-- KEYS[1]: the format. ARGV[1]: what it has to be ('': none yet) for it to become ARGV[2]. Answers what it is then.
if (redis.call('GET', KEYS[1]) or '') == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) end
return redis.call('GET', KEYS[1])
