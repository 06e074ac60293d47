-- ARGV: a feed and the number of its last event that is known; without them only the position is asked for. Answers the feed, the
-- number of the first event of the answer, and the events.
if not name then return false end
if not ARGV[1] then return {name, string.format('%.0f', last + 1)} end
local count = call('LLEN', events)
local first = last - count + 1
local from = 0
if name == ARGV[1] then from = math.max(0, math.min(count, tonumber(ARGV[2]) + 1 - first)) end
local answer = call('LRANGE', events, from, -1)
table.insert(answer, 1, name)
table.insert(answer, 2, string.format('%.0f', first + from))
return answer
