-- ARGV: now. Lets those run whose time has come; answers how many.
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
return #due
