-- ARGV: now, at most so many, how far ahead (ms) a lease may end. Ends the reservations whose lease is over; answers how many,
-- and in how many ms the next ends (false: nothing is reserved).
shorten_leases(key('l'), ARGV[2], ARGV[3])
local ids = call('ZRANGEBYSCORE', key('l'), '-inf', text(ms), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do
  local packed = call('HGET', key('r'), id)
  local begun = packed and (unpacked(packed) or {}).begun == 1
  if not end_reservation(id, begun and 'uncertain' or 'returned') then call('ZREM', key('l'), id) end
end

-- Leases that were lost: a minute is left to whoever renews one.
local RENEWAL_MS, MAX_LEASE_MS = 60000, 30 * 86400000
call('ZREMRANGEBYSCORE', key('l'), '(' .. text(ms + MAX_LEASE_MS), '+inf')
if call('HLEN', key('r')) > call('ZCARD', key('l')) then
  for _, id in ipairs(call('HKEYS', key('r'))) do
    if not call('ZSCORE', key('l'), id) then call('ZADD', key('l'), ms + RENEWAL_MS, id) end
  end
end
local next = call('ZRANGE', key('l'), 0, 0, 'WITHSCORES')
return {#ids, next[2] and tonumber(next[2]) - ms or false}
