-- ARGV: user, messages, from, closes, granted, how long a window is remembered after its end; of a push that is kept of it: the
-- push, how many bytes of pushes are kept, and 1 if the user wrote it.
local DAY_MS = 86400000
local user, key = ARGV[1], tag .. ':window:' .. ARGV[1]
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
local fields, push, is_message = { 'remaining', remaining, 'closes', closes, 'granted', granted }, ARGV[7], ARGV[9] == '1'

if push then
  local asked, answered, pushes = load_conversation(key)
  if not string.find(pushes, string.sub(push, 9), 1, true) then
    fields[#fields + 1], fields[#fields + 2] = 'pushes', string.sub(push .. pushes, 1, tonumber(ARGV[8]))
  end
  if is_message then
    local at = string.format('%.0f', math.max(asked or 0, tonumber(ARGV[5])))
    fields[#fields + 1], fields[#fields + 2] = 'asked', at
    call('ZADD', tag .. ':asked', at, user)
    if tonumber(at) > (answered or 0) then call('ZADD', tag .. ':waiting', at, user) end
    if not asked then
      -- Those of windows that have run out make room.
      local over = string.format('(%.0f', ARGV[5] - ARGV[6] - 3 * DAY_MS)
      call('ZREMRANGEBYSCORE', tag .. ':asked', '-inf', over)
      call('ZREMRANGEBYSCORE', tag .. ':waiting', '-inf', over)
    end
  end
end

call('HSET', key, unpack(fields))
-- Who writes again and again costs no further write for it: the memory behind the end may be a day shorter.
if call('PTTL', key) < life + ARGV[6] - DAY_MS then call('PEXPIRE', key, life + ARGV[6]) end
