-- ARGV: now, the template's id, the shard to continue with, the last user of it that was returned, at most so many users,
-- at most so many shards. Answers the next shard (-1: that was all), the last user returned of it, and the users.
local no = call('HGET', key('t'), ARGV[2])
if not no then return {-1, ''} end
local shard, last, users = walk_permits(no, tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]))
return {shard, last, unpack(users)}
