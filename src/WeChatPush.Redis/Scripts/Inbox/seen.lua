-- The identities that were seen: in each {app}:k:<name> those that are forgotten in one time bucket, key by key until when
-- (ms) each counts, and the seq if it awaits a reply; nonces beside them, with '=' and the key of the push that each is tied to. {app}:seen: their names by the end of that time. A time bucket is half a
-- window long, so that few of them exist at once, and are asked with one call each for all keys of a batch.
local SLACK = 3600000
local alive, is_alive = call('ZRANGEBYSCORE', tag .. ':seen', '(' .. text(now), '+inf'), {}
for _, name in ipairs(alive) do is_alive[name] = true end

-- An identity counts by the clock of the caller: the server forgets a whole time bucket, and later.
local function counting(value)
  local till = value and string.match(value, '^%d+')
  return till and tonumber(till) > now and value
end

-- What is known of each of the keys: its value, or false.
local function seen(keys)
  local values = {}
  for i = 1, #keys do values[i] = false end
  for _, name in ipairs(alive) do
    local found = call('HMGET', tag .. ':k:' .. name, unpack(keys))
    for i = 1, #keys do values[i] = values[i] or counting(found[i]) end
  end
  return values
end

-- The time bucket in which a window that begins now is forgotten: its name, and its end.
local function bucket_of(window)
  local length = math.ceil(window / 2)
  local index = math.floor((now + window) / length)
  return text(length) .. '.' .. text(index), (index + 1) * length
end

-- Remembers keys with their values, one behind the other, in a time bucket.
local function remember(name, stop, entries)
  call('HSET', tag .. ':k:' .. name, unpack(entries))
  if is_alive[name] then return end
  call('ZADD', tag .. ':seen', text(stop), name)
  call('PEXPIRE', tag .. ':k:' .. name, text(stop - now + SLACK))
end
