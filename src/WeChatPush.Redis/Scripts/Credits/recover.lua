-- ARGV: now, at most so many. Ends the reservations whose lease is over; answers how many.
local ids = call('ZRANGEBYSCORE', key('l'), '-inf', text(ms), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do
  local packed = call('HGET', key('r'), id)
  local begun = packed and cmsgpack.unpack(packed).begun == 1
  if not end_reservation(id, begun and 'uncertain' or 'returned') then call('ZREM', key('l'), id) end
end
return #ids
