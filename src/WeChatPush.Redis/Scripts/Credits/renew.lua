-- ARGV: now, lease (ms), the reservations' ids. Answers for each 1, or 0: there is none.
local kept = {}
for i = 3, #ARGV do
  kept[i - 2] = call('HEXISTS', key('r'), ARGV[i])
  if kept[i - 2] == 1 then call('ZADD', key('l'), ms + ARGV[2], ARGV[i]) end
end
return kept
