-- Takes up to ARGV[2] pushes that are due, for a lease of ARGV[3] ms; ARGV[4]: 1 for only those that await a reply.
-- Answers: how many pushes had vanished, in how many ms the next falls due (false: nothing waits), then seq and push, as
-- it was before, of each.
local result = { 0, false }
local till = ARGV[4] == '1' and 0 or now
local ready = {}
even_when_full()
for _, member in ipairs(call('ZRANGEBYSCORE', tag .. ':ready', '-inf', till, 'LIMIT', 0, ARGV[2])) do
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
local next = call('ZRANGE', tag .. ':ready', 0, 0, 'WITHSCORES')
if next[2] then result[2] = tonumber(next[2]) - now end
return result
