-- ARGV: now, the template's id, the drawer to go on with, the last user of it that was told, at most so many users, at
-- most so many drawers. Answers the next drawer (-1: that was all), the last user told of it, and the users. A user's
-- drawer never changes, so nobody comes twice.
local drawer, last, max, looks = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local no = call('HGET', key('t'), ARGV[2])
if not no then return {-1, ''} end
local users = {}
while drawer < 32768 and looks > 0 do
  looks = looks - 1
  local found, all = {}, call('HGETALL', key('p:' .. no .. ':' .. drawer))
  for i = 1, #all, 2 do
    if all[i] > last and string.match(all[i + 1], '^%d+') ~= '0' then found[#found + 1] = all[i] end
  end
  table.sort(found)
  for _, user in ipairs(found) do
    if #users == max then return {drawer, last, unpack(users)} end
    users[#users + 1], last = user, user
  end
  drawer, last = drawer + 1, ''
end
return {drawer < 32768 and drawer or -1, '', unpack(users)}
