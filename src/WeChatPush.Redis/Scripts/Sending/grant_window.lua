
-- ARGV: user, messages, from, closes, granted, how long a window is remembered after its end.
local key = tag .. ':window:' .. ARGV[1]
local remaining, from, closes, granted = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local life = closes - granted

local old = call('HMGET', key, 'remaining', 'closes', 'granted')
-- One that cannot be read is as good as none.
if tonumber(old[1]) and tonumber(old[2]) and tonumber(old[3]) then
  if tonumber(old[2]) > from then
    remaining = math.max(remaining, old[1])
  end
  closes, granted = math.max(closes, old[2]), math.max(granted, old[3])
  life = math.max(life, closes - ARGV[5])
end
call('HSET', key, 'remaining', remaining, 'closes', closes, 'granted', granted)
call('PEXPIRE', key, life + ARGV[6])
