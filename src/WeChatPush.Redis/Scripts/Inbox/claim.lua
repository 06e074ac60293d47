-- Takes up to ARGV[2] pushes that are due, for a lease of ARGV[3] ms; ARGV[4]: 1 for only those that await a reply.
-- Answers: how many pushes had vanished, in how many ms the next falls due (false: nothing waits), then seq and push, as
-- it was before, of each.
local MAX_INDEXED = 500
local MAX_WALKED = 1000
local CLOCK_JITTER, CLOCK_LAG = 1000, 60000
local result = { 0, false }
local pushes, tally, ends = {}, { processing = 0, retrying = 0 }, text(now + ARGV[3])
local max, everything = tonumber(ARGV[2]), ARGV[4] ~= '1'
local ready = {}
even_when_full()

-- A clock that was set back: what is due would wait until it has caught up. A lease that was renewed since uses the new time
-- already: none may end early, and none long after its holder. A claim walks a bounded part of what is due later, and `back`
-- keeps by how much the clock went back and as far as which due time the walk has come.
local times = call('HMGET', tag .. ':n', 'now', 'back')
local latest, back = tonumber(times[1]), times[2]
local shift, walked = string.match(back or '', '^(%d+) (%d+)$')
if latest and now < latest - CLOCK_JITTER then
  shift, walked = text((shift or 0) + latest - now), text(now)
  latest = nil
end
if shift then
  local later = call('ZRANGEBYSCORE', tag .. ':ready', '(' .. walked, '+inf', 'WITHSCORES', 'LIMIT', 0, MAX_WALKED)
  local last = later[#later]
  local is_more = #later == 2 * MAX_WALKED
  -- Those that are due at the same time as the last one would be stepped over.
  if is_more then
    local same = call('ZRANGEBYSCORE', tag .. ':ready', last, last, 'WITHSCORES')
    for i = #same - 1, 1, -2 do
      if same[i] == later[#later - 1] then break end
      later[#later + 1] = same[i]
      later[#later + 1] = same[i + 1]
    end
  end
  for i = 1, #later, 2 do
    local p, at = load(string.sub(later[i], 1, 16)), tonumber(later[i + 1])
    local is_leased = p and p.state == PROCESSING
    at = is_leased and math.min(at, now + ARGV[3]) or math.max(now, at - shift)
    call('ZADD', tag .. ':ready', at, later[i])
  end
  if is_more then
    call('HSET', tag .. ':n', 'back', shift .. ' ' .. text(tonumber(last)))
    result[2] = 0
  elseif back then
    call('HDEL', tag .. ':n', 'back')
  end
end

-- Packed pushes are unpacked only as far as a claim can take them: while more arrives than can be handled, arriving stays
-- cheap. A batch of one user comes out with a single push to take; the rest of such can wait for the next look.
local due = call('ZRANGEBYSCORE', tag .. ':ready', '-inf', everything and now or 0, 'WITHSCORES', 'LIMIT', 0, max)
local oldest = everything and oldest_arrival()
local indexed = 0
-- What is packed may have waited for longer than the last of those that are due: a retry.
while oldest and indexed < MAX_INDEXED and #due > 0 and tonumber(due[#due]) > arrived(oldest) do
  indexed = indexed + index_next()
  oldest = oldest_arrival()
  due = call('ZRANGEBYSCORE', tag .. ':ready', '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
end

for i = 1, #due, 2 do
  local member = due[i]
  local seq, user = string.sub(member, 1, 16), string.sub(member, 17)
  local p = load(seq)
  if p then
    pushes[#pushes + 1] = { seq, call('GET', push_of(seq)), tonumber(due[i + 1]) }
    if p.state == PROCESSING then
      note(seq, 'lease expired', 'the attempt before ended without a word; taken over')
    end
    p.state = PROCESSING
    p.attempts = p.attempts + 1
    p.fence = p.fence + 1
    save(seq, p, tally)
    ready[#ready + 1] = ends
    ready[#ready + 1] = member
  elseif not set_aside(seq, user, nil, 'it is cut off') then
    result[1] = result[1] + 1
    drop(seq, user)
  end
end
if #ready > 0 then call('ZADD', tag .. ':ready', unpack(ready)) end
count(tally.processing, tally.retrying)

-- What is unpacked for this claim is stored as claimed.
local take = { room = max - #pushes, ends = ends, pushes = pushes }
while oldest and indexed < MAX_INDEXED and take.room > 0 do
  indexed = indexed + index_next(take)
  oldest = oldest_arrival()
end
if #due > 0 and indexed > 0 then
  table.sort(pushes, function(one, other) return one[3] < other[3] or one[3] == other[3] and one[1] < other[1] end)
end
for _, push in ipairs(pushes) do
  result[#result + 1] = push[1]
  result[#result + 1] = push[2]
end

-- The time is noted with what is written anyway; while nothing is, once a minute.
local lag = latest and now - latest
if not lag or lag > CLOCK_LAG or (lag > CLOCK_JITTER and #pushes + indexed > 0) then call('HSET', tag .. ':n', 'now', text(now)) end
local next = call('ZRANGE', tag .. ':ready', 0, 0, 'WITHSCORES')
if next[2] then result[2] = math.min(result[2] or tonumber(next[2]) - now, tonumber(next[2]) - now) end
if oldest then result[2] = math.min(result[2] or 0, arrived(oldest) - now) end
return result
