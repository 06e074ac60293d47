-- A step of the work ARGV[2] for its holder ARGV[4], who keeps it for ARGV[5] ms: from the position ARGV[6] to ARGV[7]. Of the pushes
-- with the numbers ARGV[11] and following those that became dead letters at ARGV[8] (ms) or before are replayed (ARGV[9] is 1) or
-- discarded. ARGV[10]: who, why. Answers how far it has come, or nothing: it is stopped, another's, or elsewhere.
if stopped or holder ~= ARGV[4] or text(position) ~= ARGV[6] then return false end
local dead_until, is_replay, words = tonumber(ARGV[8]), ARGV[9] == '1', ARGV[10]

local function discard(seq, p)
  call('ZREM', tag .. ':dead', seq)
  p.state, p.again, p.ended = DONE, 0, now
  save(seq, p)
  note(seq, 'discarded', words)
end

local queued = 0
for i = 11, #ARGV do
  local seq = ARGV[i]
  local p = load(seq)
  if not p then
    drop(seq, '')
  elseif p.state == DEAD and p.ended <= dead_until then
    if not is_replay then
      discard(seq, p)
      done = done + 1
    elseif has_body(seq) then
      requeue(seq, p, words)
      queued, done = queued + 1, done + 1
    else
      failed = failed + 1
    end
  end
end
position = tonumber(ARGV[7])
keep(ARGV[4], tonumber(ARGV[5]))
if queued > 0 then signal_work() end
return progress()
