
-- ARGV: user.
local key = tag .. ':window:' .. ARGV[1]
if (tonumber(call('HGET', key, 'remaining')) or 0) > 0 then
  call('HINCRBY', key, 'remaining', -1)
end
