-- KEYS[1]: the apps of which something is stored: app .. when an instance that serves it last said so (ms). ARGV[1]: now, or
-- '' for the server's clock. ARGV[2]: for how long (ms) an app counts as served after that. ARGV[3..]: the apps that this
-- instance serves. Answers those that no instance serves.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

for i = 3, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f', now)) end
local all, gone = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  if (tonumber(all[i + 1]) or 0) < now - ARGV[2] then gone[#gone + 1] = all[i] end
end
return gone
