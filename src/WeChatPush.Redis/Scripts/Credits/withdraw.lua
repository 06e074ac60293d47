-- ARGV: now, the reservation's id. Takes back what begin noted. Answers 1, or 0: there is no such reservation.
local packed = call('HGET', key('r'), ARGV[2])
if not packed then return 0 end
local r = unpacked(packed)
if not r then return 0 end
r.begun = 0
call('HSET', key('r'), ARGV[2], cmsgpack.pack(r))
return 1
