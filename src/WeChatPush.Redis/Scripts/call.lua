-- How every script calls the server. What lies under a key may not be what the step expects: a damaged copy, a newer version,
-- somebody's hand. One odd key must not keep an app's others, so it is set aside as '{tag}:unreadable:<name>' for a month, noted in
-- the list '{tag}:unreadable', and the call is made again. The same for a counter that is no number.
local ASIDE_MS, MAX_NOTED = 30 * 86400000, 1000
local MAX_NUMBER, MAX_TIME = 9007199254740991, 253370764800000

local function note_unreadable(what)
  local list = KEYS[1] .. ':unreadable'
  if redis.call('TYPE', list).ok ~= 'list' then redis.call('UNLINK', list) end
  redis.call('RPUSH', list, what)
  redis.call('LTRIM', list, -MAX_NOTED, -1)
end

-- A whole number, or nil for what is none, or beyond all that are counted exactly.
local function number_of(word)
  local number = word and tonumber(word)
  return number and number >= -MAX_NUMBER and number <= MAX_NUMBER and number % 1 == 0 and number or nil
end

-- A time (ms) that this program can have written, or nil.
local function time_of(word)
  local number = number_of(word)
  return number and number >= 0 and number <= MAX_TIME and number or nil
end

-- A packed table, or nil for what is none.
local function unpacked(packed)
  local ok, value = pcall(cmsgpack.unpack, packed)
  return ok and type(value) == 'table' and value or nil
end

-- Where parts of a key are set aside; the key as a whole may lie there already.
local function aside_of(name, kind)
  local aside = KEYS[1] .. ':unreadable:' .. name
  local found = redis.call('TYPE', aside).ok
  return (found == 'none' or found == kind) and aside or aside .. ':' .. kind
end

-- Sets the value of one field aside.
local function set_field_aside(key, field, value, reason)
  local name = string.sub(key, #KEYS[1] + 2)
  local aside = aside_of(name, 'hash')
  redis.call('HSET', aside, field, value)
  redis.call('PEXPIRE', aside, ASIDE_MS)
  redis.call('HDEL', key, field)
  note_unreadable(name .. ' ' .. field .. ': ' .. reason)
end

-- Sets one member of a sorted set aside.
local function set_member_aside(key, member, reason)
  local name = string.sub(key, #KEYS[1] + 2)
  local aside = aside_of(name, 'set')
  redis.call('SADD', aside, member)
  redis.call('PEXPIRE', aside, ASIDE_MS)
  redis.call('ZREM', key, member)
  note_unreadable(name .. ': ' .. reason)
end

local function call(...)
  local answer = redis.pcall(...)
  if type(answer) ~= 'table' or not answer.err then return answer end
  local command, key, field = ...
  if string.find(answer.err, 'WRONGTYPE', 1, true) then
    local name = string.sub(key, #KEYS[1] + 2)
    local aside = KEYS[1] .. ':unreadable:' .. name
    redis.call('RENAME', key, aside)
    redis.call('PEXPIRE', aside, ASIDE_MS)
    note_unreadable(name .. ': it is of another type')
  elseif command == 'HINCRBY' then
    redis.call('HDEL', key, field)
    note_unreadable(string.sub(key, #KEYS[1] + 2) .. ': the counter ' .. field .. ' is no number')
  end
  return redis.call(...)
end

-- What a step leaves for the end of a batch, where a script does it for many calls (each_call.lua).
local after_all
