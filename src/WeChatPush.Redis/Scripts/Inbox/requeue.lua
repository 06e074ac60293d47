-- Queues a push again by hand.

-- Nothing can be run that has no body any more.
local function has_body(seq)
  local at = call('GETRANGE', push_of(seq), ID_AT + 15, ID_AT + 18)
  return #at == 4 and call('STRLEN', push_of(seq)) > struct.unpack('>I4', at)
end

-- `words`: who, why.
local function requeue(seq, p, words)
  local user = user_of(seq, p)
  -- What went without saying is said before a further line follows (settle.lua).
  local is_untold = p.state == DONE and p.fence == 1 and call('EXISTS', tag .. ':j:' .. seq) == 0
  if is_untold then note(seq, 'done', NO_HANDLER, 0, p.ended) end
  call('ZREM', tag .. ':dead', seq)
  if p.state == PROCESSING then
    p.again = 1
    save(seq, p)
  elseif p.state == QUEUED and call('HEXISTS', tag .. ':j:' .. seq, 's' .. p.replay .. '.0') == 0 then
    -- Its run has not begun, or has had no effect: this is the run that is asked for.
    local at = call('ZSCORE', tag .. ':ready', seq .. user)
    if at and tonumber(at) > now then call('ZADD', tag .. ':ready', now, seq .. user) end
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
  note(seq, 'replay', words)
end
