-- ARGV: now. Answers users, formIds, their users, those uncertain; then for each template its id and its counters.
local n = {}
local counters = call('HGETALL', key('n'))
for i = 1, #counters, 2 do n[counters[i]] = number_of(counters[i + 1]) end
local answer = {(n.users or 0) + alive('o'), alive('f'), alive('u'), n.forms or 0}
local templates = call('HGETALL', key('t'))
for i = 1, #templates, 2 do
  local no = templates[i + 1]
  answer[#answer + 1] = {templates[i], n['c' .. no] or 0, n['u' .. no] or 0, n['x' .. no] or 0, n['d' .. no] or 0}
end
return answer
