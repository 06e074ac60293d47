-- KEYS: the key. ARGV: what it is if it is none yet, or none that can be one. Answers what it is.
if redis.call('TYPE', KEYS[1]).ok ~= 'string' or redis.call('STRLEN', KEYS[1]) ~= #ARGV[1] then redis.call('SET', KEYS[1], ARGV[1]) end
return redis.call('GET', KEYS[1])
