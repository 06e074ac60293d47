-- ARGV: now, name, the version it must have ('': there must be none), content ('' and one argument more: remove it). Answers
-- whether it was written, and its version then or '' for none.
local name, expected, content, is_removal = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local version = version_of(name)
local is_there = call('HEXISTS', records, name) == 1
-- One whose version was lost gets another with its next write, so that somebody can mend it.
if is_there and not version then
  version = next_revision()
  call('ZADD', versions, version, name)
end
local given = version and string.format('%.0f', version) or ''
if given ~= expected or (is_removal and not version) then return {0, given} end

local next = next_revision()
call('ZADD', versions, next, name)
if is_removal then
  call('HDEL', records, name)
  call('ZADD', removed, now, name)
else
  call('HSET', records, name, content)
  call('ZREM', removed, name)
end
call('PUBLISH', records, string.format('%.0f', next))
return {1, is_removal and '' or string.format('%.0f', next)}
