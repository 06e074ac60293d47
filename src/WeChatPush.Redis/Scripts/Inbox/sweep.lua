-- Removes finished pushes and identities whose time is over, and repairs pushes that lost their place, a bounded number at
-- a time. ARGV[2]: at most so many of each. ARGV[3]: where the walk along the index continues. ARGV[4], ARGV[5]: the end
-- (ms) before which a done, a dead push is old. ARGV[6]: where the walk along the unfinished continues. ARGV[7]: the lease
-- in ms. ARGV[8]: the end (ms) before which no push may be tried again that awaited a reply. ARGV[9]: the arrival (ms) before
-- which an unfinished push is old, too, because no instance serves the app; '' or nothing: one does. Answers: how many went,
-- both places to continue from, how many had vanished, how many were repaired, and what cannot be
-- read.
local max, done_before, dead_before = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
local awaiting_before, unserved_before = tonumber(ARGV[8]), tonumber(ARGV[9] or '')
local gone, vanished, mended = 0, 0, 0
even_when_full()

-- What awaited a reply stays for as long as its identity does: another try of WeChat's would be taken for one of a push
-- that was acknowledged, and it may not have been.
local function is_old(p, seq)
  if unserved_before and p.state < DONE then return arrived(seq) <= unserved_before end
  if p.awaits == 1 and p.ended > awaiting_before then return false end
  return (p.state == DONE and p.ended <= done_before) or (p.state == DEAD and p.ended <= dead_before)
end

-- Sequence numbers are times of arrival in microseconds: nothing younger than this can have ended before it.
local youngest = text(math.max(0, math.max(done_before, dead_before) * 1000))
local old = call('ZRANGEBYSCORE', tag .. ':index', '(' .. ARGV[3], youngest, 'WITHSCORES', 'LIMIT', 0, max)
for i = 2, #old, 2 do
  local seq = old[i]
  local p = load(seq)
  if not p then
    if not set_aside(seq, '', nil, 'it is cut off') then
      drop(seq, '')
      vanished = vanished + 1
    end
  elseif is_old(p, seq) then
    if p.state < DONE then
      leave(seq, user_of(seq, p))
      p.state = DEAD
      save(seq, p)
    end
    call('UNLINK', push_of(seq), tag .. ':j:' .. seq, tag .. ':r:' .. seq)
    call('ZREM', tag .. ':index', old[i - 1])
    call('ZREM', tag .. ':dead', seq)
    gone = gone + 1
  end
end

-- A mailbox needs one push in `ready`. If none of its pushes is there, its first one is added.
local function has_head(user)
  for _, seq in ipairs(call('ZRANGE', box_of(user), 0, -1)) do
    if call('ZSCORE', tag .. ':ready', seq .. user) then return true end
  end
  return false
end

local open = call('ZRANGEBYSCORE', tag .. ':open', '(' .. ARGV[6], '+inf', 'LIMIT', 0, max)
for _, seq in ipairs(open) do
  local p = load(seq)
  if not p or p.state >= DONE then
    call('ZREM', tag .. ':open', seq)
    vanished = vanished + 1
  else
    local user = user_of(seq, p)
    if user ~= '' then call('ZADD', box_of(user), 'NX', seq, seq) end
    if not call('ZSCORE', tag .. ':ready', seq .. user) then
      if user == '' or (first_of(user) == seq and not has_head(user)) then
        -- One that is being handled keeps its lease, as far as that can be known.
        call('ZADD', tag .. ':ready', p.state == PROCESSING and now + ARGV[7] or now, seq .. user)
        mended = mended + 1
      end
    end
  end
end

-- Whole buckets at once, and off the server's own thread.
for _, name in ipairs(call('ZRANGEBYSCORE', tag .. ':seen', '-inf', text(now), 'LIMIT', 0, max)) do
  call('UNLINK', tag .. ':k:' .. name)
  call('ZREM', tag .. ':seen', name)
end

-- What could not be read since the last sweep, to be logged once.
local unreadable = call('LRANGE', tag .. ':unreadable', 0, -1)
if #unreadable > 0 then call('UNLINK', tag .. ':unreadable') end

return { gone, #old < 2 * max and '0' or old[#old], #open < max and '0' or open[#open], vanished, mended, unreadable }
