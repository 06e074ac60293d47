-- ARGV: the list (asked, waiting), the time (ms) and the user behind whom it goes on, or ''; how many. Or '' and a user.
-- Answers user, asked, answered, remaining, closes and pushes of each. Who is in the list without a window is forgotten.
local found = {}
local function read(user)
  local key = tag .. ':window:' .. user
  local remaining, closes = load_window(key)
  if not remaining then return false end
  local asked, answered, pushes = load_conversation(key)
  found[#found + 1] = { user, asked or false, answered or false, remaining, closes, pushes }
  return true
end

if ARGV[1] == '' then
  read(ARGV[2])
  return found
end

local list, score, after, limit = tag .. ':' .. ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local gone, at = {}, 0
while #found < limit do
  local some = call('ZREVRANGEBYSCORE', list, score == '' and '+inf' or score, '-inf', 'WITHSCORES', 'LIMIT', at, 200)
  for i = 1, #some, 2 do
    local user = some[i]
    local is_before = score ~= '' and tonumber(some[i + 1]) == tonumber(score) and user >= after
    if not is_before and #found < limit and not read(user) then gone[#gone + 1] = user end
  end
  if #some < 400 then break end
  at = at + 200
end
for _, user in ipairs(gone) do call('ZREM', list, user) end
return found
