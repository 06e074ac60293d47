-- Queues pushes again by hand: the one with the id ARGV[2], or, without one, those of the numbers ARGV[4] and following that
-- are dead letters. ARGV[3]: who, why. Answers how many it queued.
local seqs = {}
if ARGV[2] ~= '' then
  seqs[1] = call('ZSCORE', tag .. ':index', ARGV[2]) or nil
else
  for i = 4, #ARGV do seqs[#seqs + 1] = ARGV[i] end
end

local queued = 0
for _, seq in ipairs(seqs) do
  local p = load(seq)
  if not p then
    drop(seq, '')
  elseif has_body(seq) and (ARGV[2] ~= '' or p.state == DEAD) then
    requeue(seq, p, ARGV[3])
    queued = queued + 1
  end
end
if queued > 0 then signal_work() end
return queued
