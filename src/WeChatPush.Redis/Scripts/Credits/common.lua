-- The first part of every script. KEYS[1] is the app's hash tag, '{app}'; every key of the app begins with it, so all of
-- them live in one slot. Which ones a script touches follows from the data, so only the tag is declared.
--
-- Users lie in shards, hashes that stay so small that the server packs them: that is where most of the memory goes.
--
--   {app}:c:t               the number of each template, by its id
--   {app}:c:n               the counters: users with a permit (users), formIds that are uncertain (forms), and for each
--                           template credits (c<no>), users (u<no>), uncertain (x<no>), undelivered (d<no>)
--   {app}:c:p:<no>:<shard> the permits of users for a template: FIELDS, as many as are not zero
--   {app}:c:u:<shard>      for how many templates a user can be reached; only reachable users are in it
--   {app}:c:f               the free formIds: user, when it runs out, formId, in the order of these words
--   {app}:c:v:<shard>      the formIds of users that are reserved and uncertain; users without one are not in it
--   {app}:c:h:<what>        how many of what run out in an hour
--   {app}:c:s:<what>:<hour> how many of what run out in a second of it
--   {app}:c:w:<week>:<shard> what was seen in a week, as numbers of 64 bits
--   {app}:c:m:<week>:<shard> the logs of what was reported of users (report_log.lua), by the week in which each was
--                           written last; a version that does not know them leaves them alone, and they end by themselves
--   {app}:c:r               the reservations, by id
--   {app}:c:l               when the lease of each ends (ms)
local tag = KEYS[1]
local FIELDS = {'usable', 'uncertain', 'undelivered', 'long', 'reserved', 'earned', 'burned'}
local HOUR, WEEK, MEMORY, KEEP = 3600, 604800, 5, 30 * 86400
-- How long a formId is kept after its end: a clock that is set back brings back what it should.
local KEEP_FORMS = 86400
-- No user has more of anything; beyond it a number was not written by any version.
local MAX_COUNT = 1073741823

-- The clock of the fleet is the server's, so that a lease means the same to every instance; another one may be passed in.
local us = tonumber(ARGV[1]) and ARGV[1] * 1000
if not us then
  local time = call('TIME')
  us = time[1] * 1000000 + time[2]
end
local ms = math.floor(us / 1000)
local now = math.floor(ms / 1000)

local function key(name) return tag .. ':c:' .. name end
local function text(number) return string.format('%.0f', number) end
local function shard_of(word) return math.floor(tonumber(string.sub(redis.sha1hex(word), 1, 4), 16) / 2) end

-- The counters change once for each user, or, for a script that goes through many, once in all: it says so by `many`,
-- and calls `bring_up` at its end.
local changes, many = {}, false
local function count(counter, by) changes[counter] = (changes[counter] or 0) + by end
local function bring_up()
  for counter, by in pairs(changes) do
    if by ~= 0 then call('HINCRBY', key('n'), counter, by) end
  end
  changes = {}
end

-- A lease that ends further ahead than any lasts is of a clock that was set back since (LeaseLimit.cs); so many at a time.
local function shorten_leases(leases, max, ahead)
  local latest = text(ms + ahead)
  for _, lease in ipairs(call('ZRANGEBYSCORE', leases, '(' .. latest, '+inf', 'LIMIT', 0, max)) do
    call('ZADD', leases, latest, lease)
  end
end

local function add(hash, field, by)
  if call('HINCRBY', hash, field, by) == 0 then call('HDEL', hash, field) end
end

-- What runs out when: f a formId, u the last formId of a user, o the last one of a user who has no permit.
local function due(what, second, by)
  local hour = math.floor(second / HOUR)
  local seconds = key('s:' .. what .. ':' .. text(hour))
  add(key('h:' .. what), text(hour), by)
  -- At the full hour the count of the hours says it all: in the hour that begins then, it has run out.
  if second % HOUR == 0 then return end
  add(seconds, text(second % HOUR), by)
  call('EXPIRE', seconds, math.max(1, (hour + 1) * HOUR - now) + KEEP)
end

local function sum(hash, above)
  local total, pairs_of = 0, call('HGETALL', hash)
  for i = 1, #pairs_of, 2 do
    if (number_of(pairs_of[i]) or 0) > above then total = total + (number_of(pairs_of[i + 1]) or 0) end
  end
  return total
end

-- Whole hours first, then the seconds that are left of this one.
local function alive(what)
  local hour = math.floor(now / HOUR)
  return sum(key('h:' .. what), hour) + sum(key('s:' .. what .. ':' .. text(hour)), now % HOUR)
end

-- Whether a number is remembered; a clock that was set back may find it in a week to come.
local function seen_in(week, number) return key('w:' .. text(week) .. ':' .. shard_of(number)) end
local function seen(number)
  local week = math.floor(now / WEEK)
  for w = week - MEMORY, week + 1 do
    if call('SISMEMBER', seen_in(w, number), number) == 1 then return true end
  end
  return false
end

-- Remembers a number. False: it is remembered already.
local function see(number)
  if seen(number) then return false end
  local set = seen_in(math.floor(now / WEEK), number)
  call('SADD', set, number)
  if call('SCARD', set) == 1 then call('EXPIRE', set, (MEMORY + 2) * WEEK) end
  return true
end

-- The free formIds of a user are those between these two.
local function first_form(user) return '[' .. user .. '\0' end
local function after_forms(user) return '(' .. user .. '\1' end
local function usable_form(user) return '(' .. user .. '\0' .. string.format('%012.0f', now) .. '\1' end
local function form_of(user, expires, form) return user .. '\0' .. string.format('%012.0f', expires) .. '\0' .. form end

local function read_form(member)
  local user, expires, form = string.match(member, '^(%Z*)%z(%d*)%z(.*)$')
  if not user or #expires ~= 12 then return nil end
  return user, tonumber(expires), form
end

-- The key of the free formIds. All scores are 0: beside another the server does not find the members by their words.
local are_in_order = false
local function forms()
  local f = key('f')
  if are_in_order then return f end
  are_in_order = true
  for _, range in ipairs({{'-inf', '(0'}, {'(0', '+inf'}}) do
    for _, member in ipairs(call('ZRANGEBYSCORE', f, range[1], range[2], 'LIMIT', 0, 1000)) do
      if read_form(member) then
        call('ZADD', f, 0, member)
      else
        set_member_aside(f, member, 'it is no formId')
      end
    end
  end
  return f
end

-- Up to a number of formIds between two words; what is none is set aside.
local function find_forms(command, from, to, max)
  local members, odd = call(command, forms(), from, to, 'LIMIT', 0, max), false
  for _, member in ipairs(members) do
    if not read_form(member) then
      set_member_aside(forms(), member, 'it is no formId')
      odd = true
    end
  end
  return odd and find_forms(command, from, to, max) or members
end

local function forms_until(user)
  local last = find_forms('ZREVRANGEBYLEX', after_forms(user), first_form(user), 1)[1]
  if not last then return nil end
  local _, expires = read_form(last)
  return expires
end

-- A user, as a step begins, and as it ends: the counters that depend on the user are updated. A step that changes the
-- user's free formIds looks first when the last of them runs out.
local function open(user)
  local u = {id = user, shard = shard_of(user)}
  u.templates = math.min(math.max(0, number_of(call('HGET', key('u:' .. u.shard), user)) or 0), MAX_COUNT)
  u.had = u.templates
  return u
end

local function look_at_forms(u)
  if u.looked then return end
  u.looked, u.before = true, forms_until(u.id)
end

local function close(u)
  if u.templates <= 0 and u.had > 0 then call('HDEL', key('u:' .. u.shard), u.id) end
  if u.templates > 0 and u.templates ~= u.had then call('HSET', key('u:' .. u.shard), u.id, u.templates) end
  local function reachable(templates) return templates > 0 and 1 or 0 end
  count('users', reachable(u.templates) - reachable(u.had))
  local function move(what, from, to)
    if from == to then return end
    if from then due(what, from, -1) end
    if to then due(what, to, 1) end
  end
  if u.looked or (u.templates == 0) ~= (u.had == 0) then
    local after = forms_until(u.id)
    local before = after
    if u.looked then before = u.before end
    move('u', before, after)
    move('o', u.had == 0 and before or nil, u.templates == 0 and after or nil)
  end
  if not many then bring_up() end
end

local function add_form(u, expires, form)
  look_at_forms(u)
  if call('ZADD', forms(), 0, form_of(u.id, expires, form)) == 0 then return false end
  due('f', expires, 1)
  return true
end

local function remove_form(u, expires, form)
  look_at_forms(u)
  if call('ZREM', forms(), form_of(u.id, expires, form)) == 1 then due('f', expires, -1) end
end

-- How many formIds of a user are reserved, and how many uncertain.
local function forms_taken(u)
  local reserved, uncertain = string.match(call('HGET', key('v:' .. u.shard), u.id) or '0 0', '^(%d+) (%d+)$')
  return math.min(number_of(reserved) or 0, MAX_COUNT), math.min(number_of(uncertain) or 0, MAX_COUNT)
end

local function take_forms(u, reserved, uncertain)
  local r, x = forms_taken(u)
  r, x = math.max(0, r + reserved), math.max(0, x + uncertain)
  if r + x == 0 then
    call('HDEL', key('v:' .. u.shard), u.id)
  else
    call('HSET', key('v:' .. u.shard), u.id, r .. ' ' .. x)
  end
  count('forms', uncertain)
end

-- Gives a template its number. After the numbers of an app were lost, those that are counted are not given again.
local function number_template(template)
  local no = call('HLEN', key('t')) + 1
  while call('HEXISTS', key('n'), 'c' .. text(no)) == 1 do no = no + 1 end
  call('HSET', key('t'), template, text(no))
  return text(no)
end
