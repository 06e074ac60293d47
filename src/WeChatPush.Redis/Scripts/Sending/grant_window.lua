
-- ARGV: user, messages, from, closes, granted, how long a window is remembered after its end; of a push that is kept of it: the
-- push, how many bytes of pushes are kept, and 1 if the user wrote it.
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

local push = ARGV[7]
if push then
  local pushes = call('HGET', key, 'pushes') or ''
  if not string.find(pushes, string.sub(push, 9), 1, true) then
    call('HSET', key, 'pushes', string.sub(push .. pushes, 1, tonumber(ARGV[8])))
  end
end
if push and ARGV[9] == '1' then
  local asked, answered = load_conversation(key)
  asked = math.max(asked or 0, tonumber(ARGV[5]))
  local at = string.format('%.0f', asked)
  call('HSET', key, 'asked', at)
  call('ZADD', tag .. ':asked', at, ARGV[1])
  if asked > (answered or 0) then call('ZADD', tag .. ':waiting', at, ARGV[1]) end
  -- Their windows have run out.
  local over = string.format('(%.0f', ARGV[5] - ARGV[6] - 3 * DAY_MS)
  call('ZREMRANGEBYSCORE', tag .. ':asked', '-inf', over)
  call('ZREMRANGEBYSCORE', tag .. ':waiting', '-inf', over)
end
