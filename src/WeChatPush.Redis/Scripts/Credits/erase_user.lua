-- ARGV: now, user, at most so many formIds. Erases the user's credits; the counters follow, as at every step. Answers how many
-- formIds, permits and reservations went, and 1 if there is more.
local u, max = open(ARGV[2]), tonumber(ARGV[3])
local found = find_forms('ZRANGEBYLEX', first_form(u.id), after_forms(u.id), max)
for _, member in ipairs(found) do
  local _, expires, form = read_form(member)
  remove_form(u, expires, form)
end
if #found == max then
  close(u)
  return {#found, 0, 0, 1}
end

local reserved, uncertain = forms_taken(u)
if reserved + uncertain > 0 then take_forms(u, -reserved, -uncertain) end
local permits, reservations = 0, 0
local templates = call('HVALS', key('t'))
for _, no in ipairs(templates) do
  if call('HEXISTS', key('p:' .. no .. ':' .. u.shard), u.id) == 1 then
    local p = load_permits(u, no)
    for _, field in ipairs(FIELDS) do p[field] = 0 end
    save_permits(u, p)
    permits = permits + 1
  end
end
close(u)

local all = call('HGETALL', key('r'))
for i = 1, #all, 2 do
  local r = unpacked(all[i + 1])
  if r and r.user == u.id then
    call('HDEL', key('r'), all[i])
    call('ZREM', key('l'), all[i])
    reservations = reservations + 1
  end
end
local week = math.floor(now / WEEK)
for w = week - MEMORY, week + 1 do call('HDEL', key('m:' .. text(w) .. ':' .. u.shard), u.id) end
return {#found, permits, reservations, 0}
