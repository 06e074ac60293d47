-- Answers of each instance: its id, when it was seen last (ms), and what it said of itself.
local result = {}
local found = call('ZRANGEBYSCORE', seen, string.format('(%.0f', now - ARGV[2]), '+inf', 'WITHSCORES')
for i = 1, #found, 2 do
  result[#result + 1] = found[i]
  result[#result + 1] = found[i + 1]
  result[#result + 1] = call('HGET', facts, found[i]) or ''
end
return result
