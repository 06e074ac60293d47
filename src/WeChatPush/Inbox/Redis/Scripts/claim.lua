-- Takes up to ARGV[2] pushes that are due, for a lease of ARGV[3] ms; ARGV[4]: 1 for only those that await a reply.
-- Answers: how many pushes had vanished, in how many ms the next falls due (false: nothing waits), then seq and push, as
-- it was before, of each.
local MOST_UNPACKED = 500
local CLOCK_JITTER, CLOCK_LAG = 1000, 60000
local result = { 0, false }
local max, everything = tonumber(ARGV[2]), ARGV[4] ~= '1'
local ready = {}
even_when_full()

-- A clock that was set back: what is due would wait until it has caught up. A lease that was renewed since knows the new time
-- already: none may end early, and none long after its holder.
local latest = tonumber(call('HGET', tag .. ':n', 'now'))
if latest and now < latest - CLOCK_JITTER then
  local later = call('ZRANGEBYSCORE', tag .. ':ready', '(' .. text(now), '+inf', 'WITHSCORES')
  for i = 1, #later, 2 do
    local p, at = load(string.sub(later[i], 1, 16)), tonumber(later[i + 1])
    local is_leased = p and p.state == PROCESSING
    at = is_leased and math.min(at, now + ARGV[3]) or math.max(now, at - (latest - now))
    call('ZADD', tag .. ':ready', at, later[i])
  end
  latest = nil
end

-- What is packed is taken apart only as far as somebody can take it: while more arrives than can be handled, arriving stays
-- cheap. A batch of one user comes out with a single push to take; the rest of such can wait for the next look.
local due = call('ZRANGEBYSCORE', tag .. ':ready', '-inf', everything and now or 0, 'WITHSCORES', 'LIMIT', 0, max)
local oldest = everything and oldest_arrival()
local unpacked = 0
while oldest and unpacked < MOST_UNPACKED and (#due < 2 * max or tonumber(due[#due]) > arrived(oldest)) do
  unpacked = unpacked + unpack_next()
  oldest = oldest_arrival()
  due = call('ZRANGEBYSCORE', tag .. ':ready', '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
end

for i = 1, #due, 2 do
  local member = due[i]
  local seq, user = string.sub(member, 1, 16), string.sub(member, 17)
  local p = load(seq)
  if p then
    result[#result + 1] = seq
    result[#result + 1] = call('GET', push_of(seq))
    if p.state == PROCESSING then
      note(seq, 'lease expired', 'the attempt before ended without a word; taken over')
    end
    p.state = PROCESSING
    p.attempts = p.attempts + 1
    p.fence = p.fence + 1
    save(seq, p)
    ready[#ready + 1] = now + ARGV[3]
    ready[#ready + 1] = member
  else
    result[1] = result[1] + 1
    drop(seq, user)
  end
end
if #ready > 0 then call('ZADD', tag .. ':ready', unpack(ready)) end
-- The time is noted with what is written anyway; while nothing is, once a minute.
local lag = latest and now - latest
if not lag or lag > CLOCK_LAG or (lag > CLOCK_JITTER and #ready + unpacked > 0) then call('HSET', tag .. ':n', 'now', text(now)) end
local next = call('ZRANGE', tag .. ':ready', 0, 0, 'WITHSCORES')
if next[2] then result[2] = tonumber(next[2]) - now end
if oldest then result[2] = math.min(result[2] or 0, arrived(oldest) - now) end
return result
