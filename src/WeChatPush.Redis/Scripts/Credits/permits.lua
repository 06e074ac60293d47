-- The permits of a user for a template, and the arithmetic of every step; Permits.cs says why it is so.
local function parse_permits(packed)
  local p, i = {}, 0
  -- What is no list of numbers is no permit.
  if not packed or not string.match(packed, '^[%d ]+$') then packed = '' end
  for number in string.gmatch(packed, '%d+') do
    i = i + 1
    if FIELDS[i] then p[FIELDS[i]] = math.min(number_of(number) or 0, MAX_COUNT) end
  end
  for j = i + 1, #FIELDS do p[FIELDS[j]] = 0 end
  return p
end

local function load_permits(u, no)
  local packed = call('HGET', key('p:' .. no .. ':' .. u.shard), u.id)
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
  local shard = key('p:' .. p.no .. ':' .. u.shard)
  if last == 0 then
    call('HDEL', shard, u.id)
  else
    call('HSET', shard, u.id, table.concat(numbers, ' ', 1, last))
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
  p.usable = math.max(0, math.min(p.usable, p.earned - mark))
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

-- Takes one credit out of what a user has: a permit of the template with this number, or, without a number, the formId that
-- runs out first. Nil: there is none. The taker keeps the credit, and settles it once.
local function take(u, no)
  if no then
    local p = load_permits(u, no)
    if p.usable == 0 then return nil end
    local taken = {no = no, earned = p.earned, long = p.long}
    p.reserved = p.reserved + 1
    if p.long == 0 then p.usable = p.usable - 1 end
    save_permits(u, p)
    return taken
  end
  local first = next_form(u.id)
  if not first then return nil end
  local _, expires, form = read_form(first)
  remove_form(u, expires, form)
  take_forms(u, 1, 0)
  return {form = form, expires = expires}
end

-- Says what became of a credit that was taken. Of a user who was erased there is none.
local function settle(u, taken, outcome)
  if not taken.no then
    if forms_taken(u) == 0 then return end
    take_forms(u, -1, outcome == 'uncertain' and 1 or 0)
    if outcome == 'returned' then add_form(u, taken.expires, taken.form) end
    return
  end
  local p = load_permits(u, taken.no)
  if p.reserved == 0 then return end
  p.reserved = p.reserved - 1
  if outcome == 'returned' then
    if taken.long == 0 and p.long == 0 and p.burned <= taken.earned then p.usable = p.usable + 1 end
  elseif outcome == 'burned_all' or (outcome == 'burned' and taken.long == 1) then
    burn(p, taken.earned)
  elseif outcome == 'uncertain' then
    p.uncertain = p.uncertain + 1
  end
  if p.reserved == 0 then p.earned, p.burned = 0, 0 end
  save_permits(u, p)
end
