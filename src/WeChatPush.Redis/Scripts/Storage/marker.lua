-- KEYS[1]: the marker. ARGV[1]: what it says if there is none. Answers what it says, having written it: that fails when
-- nothing can be written, because memory or disk are full, or on a replica.
local mark = redis.call('GET', KEYS[1]) or ARGV[1]
redis.call('SET', KEYS[1], mark)
return mark
