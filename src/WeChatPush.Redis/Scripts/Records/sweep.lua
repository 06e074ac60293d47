-- ARGV: now, for how long a removal is told (ms), at most so many. Answers how many were forgotten.
-- A clock that was set back must not keep a removal for longer.
local ahead = call('ZRANGEBYSCORE', removed, '(' .. string.format('%.0f', now), '+inf', 'LIMIT', 0, tonumber(ARGV[3]))
for _, name in ipairs(ahead) do call('ZADD', removed, now, name) end

local old = call('ZRANGEBYSCORE', removed, '-inf', string.format('%.0f', now - ARGV[2]), 'LIMIT', 0, tonumber(ARGV[3]))
for _, name in ipairs(old) do
  call('ZREM', removed, name)
  if call('HEXISTS', records, name) == 0 then call('ZREM', versions, name) end
end
return #old
