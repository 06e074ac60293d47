-- ARGV: now, the reservation's id. Answers 1, or 0: there is none.
local packed = call('HGET', key('r'), ARGV[2])
if not packed then return 0 end
local r = unpacked(packed)
if not r then return 0 end
r.begun = 1
call('HSET', key('r'), ARGV[2], cmsgpack.pack(r))
return 1
