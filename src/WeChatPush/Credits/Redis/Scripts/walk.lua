-- Walks through the users who can be reached. A user's drawer never changes, and formIds lie in the order of their users,
-- so nobody comes twice.

-- Those with a permit for a template, from a drawer on, after the last user of it that was told; at most so many users and
-- so many drawers. Answers the next drawer (-1: that was all), the last user told of it, and the users.
local function walk_permits(no, drawer, last, max, looks)
  local users = {}
  while drawer < 32768 and looks > 0 do
    looks = looks - 1
    local found, all = {}, call('HGETALL', key('p:' .. no .. ':' .. drawer))
    for i = 1, #all, 2 do
      if all[i] > last and string.match(all[i + 1], '^%d+') ~= '0' then found[#found + 1] = all[i] end
    end
    table.sort(found)
    for _, user in ipairs(found) do
      if #users == max then return drawer, last, users end
      users[#users + 1], last = user, user
    end
    drawer, last = drawer + 1, ''
  end
  return drawer < 32768 and drawer or -1, '', users
end

-- Those with a formId that has not run out, after the last user who was looked at; at most so many users and so many
-- looks. Answers whether there may be more, the last user that was looked at, and the users.
local function walk_forms(last, max, looks)
  local users = {}
  while #users < max and looks > 0 do
    looks = looks - 1
    local from = last == '' and '-' or '(' .. last .. '\1'
    local next = call('ZRANGEBYLEX', key('f'), from, '+', 'LIMIT', 0, 1)[1]
    if not next then return false, '', users end
    last = read_form(next)
    if forms_until(last) > now then users[#users + 1] = last end
  end
  return true, last, users
end
