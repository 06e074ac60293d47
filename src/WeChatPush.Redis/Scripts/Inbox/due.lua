-- The push that falls due first: in how many ms it does, and its number; false: nothing waits. What is packed counts from its
-- arrival; what a request waits for is no sign of a backlog.
local first = call('ZRANGEBYSCORE', tag .. ':ready', '(0', '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
local packed = call('LINDEX', tag .. ':a', 0)
packed = packed and tonumber(string.sub(packed, 1, 16))
if packed and (not first[2] or arrived(packed) < tonumber(first[2])) then return { arrived(packed) - now, text(packed) } end
if not first[2] then return false end
return { tonumber(first[2]) - now, string.sub(first[1], 1, 16) }
