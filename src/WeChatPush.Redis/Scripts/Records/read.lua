-- ARGV: now, since, limit. Answers {name, version, content or false} of each record that was written after that revision, in
-- the order of the revisions, and one more than the limit if there are more.
local names = call('ZRANGEBYSCORE', versions, '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, tonumber(ARGV[3]) + 1)
local found = {}
for i = 1, #names, 2 do found[#found + 1] = {names[i], names[i + 1], call('HGET', records, names[i])} end
return found
