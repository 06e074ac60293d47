
-- ARGV: now, key, holder, and the answer if it is kept.
local key = tag .. ':sendkey:' .. ARGV[2]
if call('HGET', key, 'holder') ~= ARGV[3] then return 0 end
if ARGV[4] then
  call('HSET', key, 'answer', ARGV[4])
else
  call('DEL', key)
  call('ZREM', tag .. ':sendkeys', ARGV[2])
end
return 1
