-- Queues pushes again by hand: the one with the id ARGV[2], or, without one, up to ARGV[3] dead letters. ARGV[4]: who, why.
-- Answers how many it looked at and how many it queued.
local seqs
if ARGV[2] ~= '' then
  seqs = { call('ZSCORE', tag .. ':index', ARGV[2]) or nil }
else
  seqs = call('ZRANGE', tag .. ':dead', 0, ARGV[3] - 1)
end

local queued = 0
for _, seq in ipairs(seqs) do
  local p = load(seq)
  if not p then
    drop(seq, '')
  else
    local user = user_of(seq, p)
    queued = queued + 1
    call('ZREM', tag .. ':dead', seq)
    if p.state == PROCESSING then
      p.again = 1
      save(seq, p)
    else
      local due
      if p.state == DONE or p.state == DEAD then
        -- Only the head of a mailbox may be due: a finished push steps in behind one.
        due = user == '' or call('EXISTS', box_of(user)) == 0
        call('ZADD', tag .. ':open', seq, seq)
        if user ~= '' then call('ZADD', box_of(user), seq, seq) end
      else
        -- A waiting push keeps its state.
        due = call('ZSCORE', tag .. ':ready', seq .. user)
      end
      p.state, p.attempts, p.replay, p.ended = QUEUED, 0, p.replay + 1, 0
      save(seq, p)
      if due then call('ZADD', tag .. ':ready', now, seq .. user) end
    end
    note(seq, 'replay', ARGV[4])
  end
end
if queued > 0 then signal_work() end
return { #seqs, queued }
