
-- ARGV: now, key, holder, lease.
local key = tag .. ':sendkey:' .. ARGV[2]
if call('HGET', key, 'holder') == ARGV[3] then call('HSET', key, 'ends', now + ARGV[4]) end
return 1
