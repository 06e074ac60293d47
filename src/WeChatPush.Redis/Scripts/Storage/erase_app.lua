-- KEYS: keys of one app, all under its hash tag. ARGV[1]: how long the tag is. Answers how many went, and of what: pushes, users
-- with credits, windows, campaigns. The server frees their memory off its own thread.
local from, counts = ARGV[1] + 2, { 0, 0, 0, 0, 0 }
local function count(place, by) counts[place] = counts[place] + (tonumber(by) or 0) end

-- What lies under a key may be of another type than is expected; then it is not counted.
local function size(command, key, ...)
  local answer = redis.pcall(command, key, ...)
  return type(answer) ~= 'table' and answer or 0
end

for _, key in ipairs(KEYS) do
  local name = string.sub(key, from)
  if string.match(name, '^m:%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d$') then
    count(2, size('EXISTS', key))
  elseif name == 'n' then
    count(2, size('HGET', key, 'a'))
  elseif string.match(name, '^c:u:') then
    count(3, size('HLEN', key))
  elseif string.match(name, '^window:') then
    count(4, size('EXISTS', key))
  elseif name == 'm:all' or name == 'm:loading' then
    count(5, size('ZCARD', key))
  end
end
counts[1] = redis.call('UNLINK', unpack(KEYS))
return counts
