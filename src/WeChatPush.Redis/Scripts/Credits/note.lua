-- ARGV: now, user, the report's number, the most templates there may be, and for each template: its id, the news.
-- Answers how many permits counted.
if not see(ARGV[3]) then return 0 end
local u, counted = open(ARGV[2]), 0
for i = 5, #ARGV, 2 do
  local template, news = ARGV[i], ARGV[i + 1]
  local no = call('HGET', key('t'), template)
  -- A reject by a user who never accepted is not stored.
  if not no and news ~= 'rejected' and call('HLEN', key('t')) < tonumber(ARGV[4]) then
    no = text(call('HLEN', key('t')) + 1)
    call('HSET', key('t'), template, no)
  end
  if no then
    local p = load_permits(u, no)
    learn(p, news)
    save_permits(u, p)
    if news == 'accepted' or news == 'long' then counted = counted + 1 end
  end
end
close(u)
return counted
