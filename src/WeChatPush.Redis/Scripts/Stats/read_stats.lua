-- KEYS: the tag of an app. ARGV: days. Answers the fields and contents of their rows.
local found = {}
for i = 1, #ARGV do
  local day = call('HGETALL', KEYS[1] .. ':stats:' .. ARGV[i])
  for j = 1, #day do found[#found + 1] = day[j] end
end
return found
