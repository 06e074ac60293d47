-- ARGV: now, the formId to continue after, how many to look at, for how long they are kept after their end (s). Takes away
-- the formIds that ran out a while ago, and those that say they live longer than any: they were reported to a version that
-- believed it. Answers how many went, and where to continue ('': at the beginning).
local MAX_LIFE = 90 * 86400
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local members = find_forms('ZRANGEBYLEX', from, '+', ARGV[3])
local gone, u = 0, nil
for _, member in ipairs(members) do
  local user, expires, form = read_form(member)
  if expires < now - ARGV[4] or expires > now + MAX_LIFE then
    if not u or u.id ~= user then
      if u then close(u) end
      u = open(user)
    end
    remove_form(u, expires, form)
    gone = gone + 1
  end
end
if u then close(u) end
if #members == tonumber(ARGV[3]) then return {gone, members[#members]} end

-- Once round: what ran out long ago needs no counting any more.
for _, what in ipairs({'f', 'u', 'o'}) do
  local hours = call('HKEYS', key('h:' .. what))
  for _, hour in ipairs(hours) do
    if (number_of(hour) or 0) < math.floor((now - KEEP) / HOUR) then call('HDEL', key('h:' .. what), hour) end
  end
end
return {gone, ''}
