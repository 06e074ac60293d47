local function is_id(word) return #word == 32 and not string.find(word, '%X') end

-- The ids of visible campaigns between two words. All scores are 0: beside another the server does not find the members by
-- their words. What is no id is set aside.
local function find_ids(command, from, to, max)
  local all = app_key('all')
  for _, range in ipairs({{'-inf', '(0'}, {'(0', '+inf'}}) do
    for _, id in ipairs(call('ZRANGEBYSCORE', all, range[1], range[2], 'LIMIT', 0, 1000)) do
      if is_id(id) then call('ZADD', all, 0, id) else set_member_aside(all, id, 'it is no campaign') end
    end
  end
  local ids, odd = call(command, all, from, to, 'LIMIT', 0, max), false
  for _, id in ipairs(ids) do
    if not is_id(id) then
      set_member_aside(all, id, 'it is no campaign')
      odd = true
    end
  end
  return odd and find_ids(command, from, to, max) or ids
end
