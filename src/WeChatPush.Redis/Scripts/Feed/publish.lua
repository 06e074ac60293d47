-- ARGV: how many events are kept, the channel, the events.
local life = name and redis.call('PTTL', feed) or 0
if life <= 0 then return 0 end
for i = 3, #ARGV do call('RPUSH', events, ARGV[i]) end
call('LTRIM', events, -tonumber(ARGV[1]), -1)
call('PEXPIRE', events, life)
call('HSET', feed, 'last', string.format('%.0f', last + #ARGV - 2))
redis.pcall('PUBLISH', ARGV[2], name)
return 1
