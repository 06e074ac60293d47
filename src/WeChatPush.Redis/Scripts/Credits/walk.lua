-- Walks through the users who can be reached. A user's shard never changes, and formIds lie in the order of their users, so
-- no user comes twice.

-- Those with a permit for a template, from a shard on, after the last user of it that was returned; at most so many users
-- and so many shards. Answers the next shard (-1: that was all), the last user returned of it, and the users.
local function walk_permits(no, shard, last, max, looks)
  local users = {}
  while shard < 32768 and looks > 0 do
    looks = looks - 1
    local found, all = {}, call('HGETALL', key('p:' .. no .. ':' .. shard))
    for i = 1, #all, 2 do
      if all[i] > last and parse_permits(all[i + 1]).usable > 0 then found[#found + 1] = all[i] end
    end
    table.sort(found)
    for _, user in ipairs(found) do
      if #users == max then return shard, last, users end
      users[#users + 1], last = user, user
    end
    shard, last = shard + 1, ''
  end
  return shard < 32768 and shard or -1, '', users
end

-- Those with a formId that has not run out, after the last user who was looked at; at most so many users and so many
-- looks. Answers whether there may be more, the last user that was looked at, and the users.
local function walk_forms(last, max, looks)
  local users = {}
  while #users < max and looks > 0 do
    looks = looks - 1
    local from = last == '' and '-' or '(' .. last .. '\1'
    local next = find_forms('ZRANGEBYLEX', from, '+', 1)[1]
    if not next then return false, '', users end
    last = read_form(next)
    if forms_until(last) > now then users[#users + 1] = last end
  end
  return true, last, users
end
