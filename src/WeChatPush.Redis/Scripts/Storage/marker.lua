-- KEYS[1]: the marker, KEYS[2]: the format. ARGV[1]: what the marker says if there is none, ARGV[2]: the format of data that
-- does not exist yet. Answers what both say, having written the marker: that fails when nothing can be written, because
-- memory or disk are full, or on a replica.
local mark = redis.call('GET', KEYS[1])
if not mark then redis.call('SET', KEYS[2], ARGV[2], 'NX') end
mark = mark or ARGV[1]
redis.call('SET', KEYS[1], mark)
return { mark, redis.call('GET', KEYS[2]) }
