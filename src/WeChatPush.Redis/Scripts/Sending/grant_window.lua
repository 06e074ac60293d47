
-- ARGV: user, messages, from, closes, granted, how long a window is remembered after its end.
local DAY_MS = 86400000
local key = tag .. ':window:' .. ARGV[1]
local remaining, from, closes, granted = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local life = closes - granted

local old_remaining, old_closes, old_granted = load_window(key)
if old_remaining then
  if old_closes > from then
    remaining = math.max(remaining, old_remaining)
  end
  closes, granted = math.max(closes, old_closes), math.max(granted, old_granted)
  life = math.max(life, closes - ARGV[5])
end
call('HSET', key, 'remaining', remaining, 'closes', closes, 'granted', granted)
-- Who writes again and again costs no further write for it: the memory behind the end may be a day shorter.
if call('PTTL', key) < life + ARGV[6] - DAY_MS then call('PEXPIRE', key, life + ARGV[6]) end
