-- The first part of every script. KEYS[1] is the app's hash tag, '{app}'; every key of the app begins with it, so all of
-- them live in one slot. Which ones a script touches follows from the data, so only the tag is declared.
--
--   {app}:seq          the last sequence number. It starts at the time in microseconds, so numbers never come twice, not
--                      even after the database was flushed or an older copy of it was restored
--   {app}:k:<name>     the identities that were seen, by the time bucket in which they are forgotten (seen.lua)
--   {app}:seen         the names of these time buckets, by their end in ms
--   {app}:a            what has arrived and was not looked at yet, packed as it came, a batch behind the other (arrivals.lua)
--   {app}:m:<seq>      a push: the head below, its id, its facts, its body (RedisPush.cs)
--   {app}:j:<seq>      its journal: t<n> the timeline, s<replay>.<ordinal> the sends, m<replay>.<ordinal> their ids
--   {app}:r:<seq>      the reply of a push that awaited one
--   {app}:index        every push: id, by seq
--   {app}:open         the unfinished: seq, by seq
--   {app}:dead         the dead letters: seq, by seq
--   {app}:bulk:<work>  how far work on many dead letters has come (bulk.lua)
--   {app}:u:<user>     a mailbox: the user's unfinished pushes, seq by seq
--   {app}:ready        seq .. user, by time in ms: the push at the head of each mailbox and the pushes about no user; due
--                      then, or, while one is being handled, its lease ends then. A push behind a head is not in it.
--                      0: a request of WeChat's waits for its reply; it belongs to no mailbox
--   {app}:n            how many are processing (p), retrying (r) and packed (a), the time of a recent claim (now, in ms) and,
--                      after the clock was set back, by how much and how far what is due was brought forward (back)
local tag = KEYS[1]
local HEAD, HEAD_SIZE = '>BBBI4I4I8I8', 27
local ID_AT, USER_AT = 28, 48
-- What goes before a batch of pushes: of each its key, the window of the key in ms, its size, and whether it awaits a reply
-- (AppendCall.cs). What became of it: it is packed with the batch, or stored apart, or (0, 2) it is a duplicate.
local FACTS = '>c16I8I4B'
local PACKED, APART = '1', 'x'

-- The clock of the fleet is the server's, so that a lease means the same to every instance; another one may be passed in.
local now = tonumber(ARGV[1])
if not now then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function text(number) return string.format('%.0f', number) end
local now_text = text(now)
local function push_of(seq) return tag .. ':m:' .. seq end
local function id_of(push) return string.sub(push, ID_AT, ID_AT + 15) end
local function box_of(user) return tag .. ':u:' .. user end

-- What every finished push gives back must not be refused for want of memory. The server asks only before a script's
-- first write whether there is memory left, and never for one that takes away.
local function even_when_full() call('ZREM', tag .. ':ready', '') end

-- The last sequence number; 0: there is none. If it cannot be read any more, that of the youngest push.
local function last_seq()
  local last = call('GET', tag .. ':seq')
  if last and #last <= 16 and string.match(last, '^%d+$') then return tonumber(last) end
  local packed = string.match(call('LINDEX', tag .. ':a', -3) or '', '^%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d[0123x]+$') or ''
  local indexed = call('ZREVRANGE', tag .. ':index', 0, 0, 'WITHSCORES')[2]
  return math.max(tonumber(indexed) or 0, (tonumber(string.sub(packed, 1, 16)) or 0) + math.max(0, #packed - 16))
end

local function load(seq)
  local head = call('GETRANGE', push_of(seq), 0, HEAD_SIZE - 1)
  if #head < HEAD_SIZE then return nil end
  local p = {}
  p.state, p.again, p.awaits, p.attempts, p.replay, p.fence, p.ended = struct.unpack(HEAD, head)
  p.was = p.state
  return p
end

-- How many more or fewer are processing and retrying.
local function count(processing, retrying)
  if processing ~= 0 then call('HINCRBY', tag .. ':n', 'p', processing) end
  if retrying ~= 0 then call('HINCRBY', tag .. ':n', 'r', retrying) end
end

-- Who saves many passes a `tally`, and counts what is in it at the end.
local function save(seq, p, tally)
  local head = struct.pack(HEAD, p.state, p.again, p.awaits, p.attempts, p.replay, p.fence, p.ended)
  call('SETRANGE', push_of(seq), 0, head)
  if p.was == p.state then return end
  local processing = (p.state == PROCESSING and 1 or 0) - (p.was == PROCESSING and 1 or 0)
  local retrying = (p.state == RETRYING and 1 or 0) - (p.was == RETRYING and 1 or 0)
  p.was = p.state
  if tally then
    tally.processing, tally.retrying = tally.processing + processing, tally.retrying + retrying
  else
    count(processing, retrying)
  end
end

-- Adds a line to the timeline. Each is numbered higher than those before it; `number`, if that is known; `at`, if not now.
local function note(seq, what, detail, number, at)
  local journal = tag .. ':j:' .. seq
  local line = (at and text(at) or now_text) .. ' ' .. what
  if detail and detail ~= '' then line = line .. '\n' .. detail end
  call('HSET', journal, 't' .. (number or call('HLEN', journal)), line)
end

-- A waiter has seen that nothing is due, so only the first push that falls due again is signalled.
local function is_idle()
  local first = call('ZRANGE', tag .. ':ready', 0, 0, 'WITHSCORES')
  return not first[2] or tonumber(first[2]) > now
end

-- A work signal that cannot be sent (its channel is forbidden to this user) must not undo the step: instances poll besides.
local function signal_work() redis.pcall('PUBLISH', 'wechatpush:bell', tag) end

-- The first unfinished push of a mailbox.
local function first_of(user)
  while true do
    local first = call('ZRANGE', box_of(user), 0, 0)[1]
    if not first or call('EXISTS', push_of(first)) == 1 then return first end
    call('ZREM', box_of(user), first)
  end
end

-- When a push came, in ms: its number is a time in microseconds, ahead of the clock where that was set back.
local function arrived(seq) return math.min(now, math.floor((tonumber(seq) or 0) / 1000)) end

-- The same as a text. It is made without a number, which the server would format with care and time.
local function arrived_text(seq)
  local at = string.sub(seq, 1, -4)
  return (tonumber(at) or 0) < now and at or now_text
end

-- Lets the first unfinished push of a mailbox step forward, as old as it is.
local function promote(user)
  local first = user ~= '' and first_of(user)
  if not first then return end
  local idle = is_idle()
  call('ZADD', tag .. ':ready', arrived_text(first), first .. user)
  if idle then signal_work() end
end

-- The user whose mailbox a push is in; '' for none.
local function user_of(seq, p)
  local size = p.awaits ~= 1 and call('GETRANGE', push_of(seq), USER_AT - 1, USER_AT + 2) or ''
  if #size < 4 then return '' end
  size = struct.unpack('>I4', size)
  return size == 0 and '' or call('GETRANGE', push_of(seq), USER_AT + 3, USER_AT + 2 + size)
end

-- Takes a push out of the way of the others.
local function leave(seq, user)
  call('ZREM', tag .. ':ready', seq .. user)
  call('ZREM', tag .. ':open', seq)
  if user ~= '' then call('ZREM', box_of(user), seq) end
end

-- Takes out what an index still names although the push itself has vanished.
local function drop(seq, user)
  leave(seq, user)
  call('ZREM', tag .. ':dead', seq)
  if string.match(seq, '^%d+$') then call('ZREMRANGEBYSCORE', tag .. ':index', seq, seq) end
  call('UNLINK', tag .. ':j:' .. seq, tag .. ':r:' .. seq)
  promote(user)
end
