-- ARGV: now. Lets those run whose time has come; answers how many, and in how many ms the next comes (false: none does).
local due = call('ZRANGEBYSCORE', app_key('wake'), '-inf', text(ms), 'LIMIT', 0, 100)
for _, id in ipairs(due) do
  local c = load_campaign(id)
  if c then
    stand(c, RUNNING, '', '')
    save_campaign(c)
  else
    call('ZREM', app_key('wake'), id)
  end
end
local next = call('ZRANGE', app_key('wake'), 0, 0, 'WITHSCORES')
return {#due, next[2] and math.min(tonumber(next[2]) - ms, MAX_WAIT_MS) or false}
