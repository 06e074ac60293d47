-- Ends the attempt ARGV[3] (its fence) at the push ARGV[2] of the user ARGV[4], in the way ARGV[5] with the words ARGV[6].
-- ARGV[7]: due again in so many ms. ARGV[8]: 0 when the attempt does not count. ARGV[9]: 1 when this is the second try of
-- a step whose answer was lost. ARGV[10], if there: the reply to a request that waits. Answers 1, or 0 when the lease had been lost.
local seq, fence, user, how, words = ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
local p = load(seq)
if not p or p.fence ~= fence then return 0 end
if p.state ~= PROCESSING then return tonumber(ARGV[9]) end
even_when_full()

local function again_at(state, due)
  p.state = state
  save(seq, p, tally)
  call('ZADD', tag .. ':ready', due, seq .. user)
end

-- What lasts for hours, a stop or an outage, is one line and not one per look.
local function note_once()
  local journal = tag .. ':j:' .. seq
  local last
  for n = call('HLEN', journal) - 1, 0, -1 do
    last = call('HGET', journal, 't' .. n)
    if last then break end
  end
  if not last or string.match(last, '^%d+ (.*)$') ~= how .. '\n' .. words then note(seq, how, words) end
end

local function finish(state)
  -- The first holder's push has no timeline yet, but for a replay that was asked for meanwhile. One that nobody handled keeps
  -- none: when it ended says its head (RedisPushHistory.cs).
  local is_first = p.fence == 1 and p.again == 0
  if not is_first or state ~= DONE or words ~= NO_HANDLER then note(seq, how, words, is_first and 0 or nil) end
  if ARGV[10] then call('SET', tag .. ':r:' .. seq, ARGV[10]) end
  if p.awaits == 1 then redis.pcall('PUBLISH', 'wechatpush:settled', tag) end
  if p.again == 1 then
    -- A replay was asked for while it was being handled.
    p.again, p.attempts, p.replay, p.ended = 0, 0, p.replay + 1, 0
    again_at(QUEUED, now)
    return
  end
  p.state, p.ended = state, now
  save(seq, p, tally)
  if state == DEAD then call('ZADD', tag .. ':dead', seq, seq) end
  members[#members + 1] = seq .. user
  seqs[#seqs + 1] = seq
  users[#users + 1] = user
end

if how == 'done' then
  finish(DONE)
elseif how == 'dead' then
  finish(DEAD)
elseif how == 'retry' then
  p.attempts = p.attempts - 1 + ARGV[8]
  again_at(RETRYING, now + ARGV[7])
  if ARGV[8] == '0' then note_once() else note(seq, how, words) end
elseif how == 'postponed' then
  p.attempts = p.attempts - 1
  again_at(QUEUED, now + ARGV[7])
  note_once()
elseif how == 'release' then
  p.attempts = p.attempts - 1
  again_at(p.attempts > 0 and RETRYING or QUEUED, now)
  is_due_again = true
else
  return redis.error_reply('ERR a settlement without a meaning')
end
return 1
