-- Prolongs leases to ARGV[2] ms from now: seq, fence and user of each. Answers 1 (kept) or 0 (lost) for each.
local kept, ready = {}, {}
even_when_full()
for i = 3, #ARGV, 3 do
  local p = load(ARGV[i])
  local mine = p and p.state == PROCESSING and p.fence == tonumber(ARGV[i + 1])
  kept[#kept + 1] = mine and '1' or '0'
  if mine then
    ready[#ready + 1] = now + ARGV[2]
    ready[#ready + 1] = ARGV[i] .. ARGV[i + 2]
  end
end
if #ready > 0 then call('ZADD', tag .. ':ready', unpack(ready)) end
return table.concat(kept)
