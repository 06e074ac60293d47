-- ARGV: now, at most so many. Removes campaigns that were given up, and those whose loading has stopped; answers how many.
-- Each goes at once, the server frees its memory by and by; the days of users go by themselves.
local overdue = call('ZRANGEBYSCORE', app_key('loading'), '-inf', text(ms), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(overdue) do
  call('ZREM', app_key('loading'), id)
  local c = load_campaign(id)
  if c and not c.public then
    forget_seen(c)
    call('UNLINK', c.key, own_key(c, 'users'), own_key(c, 'values'))
  end
end
return #overdue
