-- The permits of a user for a template, and the arithmetic of every step; Permits.cs says why it is so.
local function parse_permits(packed)
  local p, i = {}, 0
  for number in string.gmatch(packed or '', '%d+') do
    i = i + 1
    p[FIELDS[i]] = tonumber(number)
  end
  for j = i + 1, #FIELDS do p[FIELDS[j]] = 0 end
  return p
end

local function load_permits(u, no)
  local packed = call('HGET', key('p:' .. no .. ':' .. u.drawer), u.id)
  local p = parse_permits(packed)
  p.no, p.was = no, parse_permits(packed)
  return p
end

local function save_permits(u, p)
  local numbers, last = {}, 0
  for i, field in ipairs(FIELDS) do
    numbers[i] = p[field]
    if p[field] ~= 0 then last = i end
  end
  local drawer = key('p:' .. p.no .. ':' .. u.drawer)
  if last == 0 then
    call('HDEL', drawer, u.id)
  else
    call('HSET', drawer, u.id, table.concat(numbers, ' ', 1, last))
  end
  local function reachable(permits) return permits.usable > 0 and 1 or 0 end
  local change = reachable(p) - reachable(p.was)
  u.templates = u.templates + change
  count('c' .. p.no, p.usable - p.was.usable)
  count('u' .. p.no, change)
  count('x' .. p.no, p.uncertain - p.was.uncertain)
  count('d' .. p.no, p.undelivered - p.was.undelivered)
end

local function burn(p, mark)
  p.usable = math.min(p.usable, p.earned - mark)
  if p.usable == 0 then p.long = 0 end
  p.burned = p.reserved > 0 and math.max(p.burned, mark + 1) or 0
end

local function learn(p, news)
  if news == 'accepted' then
    p.usable = p.long == 1 and 1 or p.usable + 1
    p.long = 0
  elseif news == 'long' then
    p.usable, p.long = 1, 1
  elseif news == 'rejected' then
    return burn(p, p.earned)
  else
    p.undelivered = p.undelivered + 1
    return
  end
  if p.reserved > 0 then p.earned = p.earned + 1 end
end

-- Ends the reservation ARGV calls by id. False: it had ended before.
local function settle(id, outcome)
  local packed = call('HGET', key('r'), id)
  if not packed then return false end
  -- The server asks only before a script's first write whether there is memory left, and never for one that takes away.
  call('ZREM', key('l'), id)
  call('HDEL', key('r'), id)
  local r = cmsgpack.unpack(packed)
  local u = open(r.user)
  if r.no then
    local p = load_permits(u, r.no)
    p.reserved = p.reserved - 1
    if outcome == 'returned' then
      if r.long == 0 and p.long == 0 and p.burned <= r.earned then p.usable = p.usable + 1 end
    elseif outcome == 'burned_all' or (outcome == 'burned' and r.long == 1) then
      burn(p, r.earned)
    elseif outcome == 'uncertain' then
      p.uncertain = p.uncertain + 1
    end
    if p.reserved == 0 then p.earned, p.burned = 0, 0 end
    save_permits(u, p)
  else
    take_forms(u, -1, outcome == 'uncertain' and 1 or 0)
    if outcome == 'returned' then add_form(r.user, r.expires, r.form) end
  end
  close(u)
  return true
end
