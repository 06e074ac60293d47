-- Removes the bodies of finished pushes and the replies to them, and leaves their records. ARGV[2]: at most so many are looked at,
-- ARGV[3]: behind this number. ARGV[4]: the end (ms) before which a payload is old. ARGV[5]: the same for a push that awaited a
-- reply: the next try of WeChat's may run it again. Answers how many went, and the number to continue behind; and 1 if there may be
-- more.
local max, ended_before, awaiting_before = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
local gone, last = 0, ARGV[3]
even_when_full()

-- A number is the time of arrival in microseconds.
local youngest = text(math.max(0, ended_before * 1000))
local found = call('ZRANGEBYSCORE', tag .. ':index', '(' .. last, youngest, 'WITHSCORES', 'LIMIT', 0, max)
for i = 2, #found, 2 do
  local seq = found[i]
  local p = load(seq)
  last = seq
  if p and (p.state == DONE or p.state == DEAD) and p.ended <= ended_before and (p.awaits == 0 or p.ended <= awaiting_before) then
    local at = call('GETRANGE', push_of(seq), ID_AT + 15, ID_AT + 18)
    local body_at = #at == 4 and struct.unpack('>I4', at) or 0
    if body_at > USER_AT and call('STRLEN', push_of(seq)) > body_at then
      call('SET', push_of(seq), call('GETRANGE', push_of(seq), 0, body_at - 1))
      gone = gone + 1
    end
    call('UNLINK', tag .. ':r:' .. seq)
  end
end
return { gone, last, #found == 2 * max and 1 or 0 }
