-- ARGV: now, the campaign's id, user, the page to begin with, at most so many pages. Takes the user's name off the recipient,
-- which keeps its place: who is being sent to, without the credit; whose turn has not come, as cancelled when it comes. Answers 1
-- if the user was found, and the page to continue with (-1: that was all).
local c, user = load_campaign(ARGV[2]), ARGV[3]
if not c then return {0, -1} end

-- The walk over the reachable users goes on after the user before.
local function step_back()
  local shard, last = string.match(c.walk, '^(%d*):(.*)$')
  if last ~= user then return end
  local before = ''
  if c.kind == 'template' then
    local member = call('ZREVRANGEBYLEX', key('f'), '(' .. user .. '\0', '-', 'LIMIT', 0, 1)[1]
    if member then before = read_form(member) or '' end
  else
    local no = call('HGET', key('t'), c.template)
    for _, one in ipairs(no and call('HKEYS', key('p:' .. no .. ':' .. shard)) or {}) do
      if one < user and one > before then before = one end
    end
  end
  change(c, 'walk', shard .. ':' .. before)
end

local function drop_credit(number)
  for _, holder in ipairs(call('SMEMBERS', own_key(c, 'holders'))) do
    local held, begun = in_hand(c, holder, number)
    if held then
      held.user, held.credit, held.day = '', nil, nil
      call('HSET', held_key(c, holder), number, (begun and '1' or '0') .. cmsgpack.pack(held))
    end
  end
end

local function erase(page, place)
  page_in(c, 'users', page)[place] = ''
  keep_page(c, 'users', page)
  local values = page_in(c, 'values', page)
  if values[text(place)] then
    values[text(place)] = nil
    keep_page(c, 'values', page)
  end
  drop_credit(page * PAGE + place)
end

local first = tonumber(ARGV[4])
if first == 0 then
  step_back()
  local u = {id = user, shard = shard_of(user)}
  for day = day_of_users() - DAYS, day_of_users() + 1 do call('HDEL', day_key(day, u), user) end
end
local last = c.last > 0 and page_of(c.last) or -1
for page = first, math.min(last, first + ARGV[5] - 1) do
  for place, one in ipairs(page_in(c, 'users', page)) do
    if one == user then
      erase(page, place)
      save_campaign(c)
      return {1, -1}
    end
  end
end
save_campaign(c)
return {0, first + ARGV[5] <= last and first + ARGV[5] or -1}
