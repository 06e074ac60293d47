-- ARGV: now, the campaign's id, lease (ms), and for each recipient: openid, its number of 64 bits, values or ''. Answers
-- the places, from 0, of those that are there already; -1: the campaign was given up.
local c = load_campaign(ARGV[2])
if not c or not c.loading then return {-1} end
call('ZADD', app_key('loading'), ms + ARGV[3], c.id)
local users, values, passed_over = {}, {}, {}
for i = 4, #ARGV, 3 do
  local shard = own_key(c, 'seen:' .. shard_of(ARGV[i]) % SEEN)
  if call('SADD', shard, ARGV[i + 1]) == 1 then
    if call('SCARD', shard) == 1 then call('EXPIRE', shard, DAYS * 86400) end
    users[#users + 1], values[#values + 1] = ARGV[i], ARGV[i + 2]
  else
    passed_over[#passed_over + 1] = (i - 4) / 3
  end
end
append(c, users, values)
save_campaign(c)
return passed_over
