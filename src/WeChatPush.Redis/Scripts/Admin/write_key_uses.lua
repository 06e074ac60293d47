
-- ARGV: hash and time (ms) of each use. Of each key the latest counts.
local uses = KEYS[1] .. ':key-uses'
for i = 1, #ARGV, 2 do
  local known = time_of(call('HGET', uses, ARGV[i]))
  if not known or known < tonumber(ARGV[i + 1]) then call('HSET', uses, ARGV[i], ARGV[i + 1]) end
end
