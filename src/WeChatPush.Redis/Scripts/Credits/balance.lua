-- ARGV: now, user. Answers the formIds: usable, reserved, when the next runs out (s), uncertain; then for each template
-- its id and the permits.
local user = ARGV[2]
local u = {id = user, shard = shard_of(user)}
local reserved, uncertain = forms_taken(u)
local usable = call('ZLEXCOUNT', forms(), usable_form(user), after_forms(user))
local first = next_form(user)
local answer = {usable, reserved, first and select(2, read_form(first)) or 0, uncertain}
local templates = call('HGETALL', key('t'))
for i = 1, #templates, 2 do
  local packed = call('HGET', key('p:' .. templates[i + 1] .. ':' .. u.shard), user)
  if packed then
    local p = parse_permits(packed)
    answer[#answer + 1] = {templates[i], p.usable, p.reserved, p.long, p.uncertain, p.undelivered}
  end
end
return answer
