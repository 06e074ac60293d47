-- ARGV: now, user, the report's number ('': it has none), the most templates there may be that no list has, and for each
-- template: its id, the news, 1: a list has it. Answers how many permits counted, and how many were refused because there
-- are too many templates.
local noted, refused, room = {}, 0, nil
for i = 5, #ARGV, 3 do
  local known = call('HEXISTS', key('t'), ARGV[i]) == 1
  -- A reject by a user who never accepted is not stored.
  if not known and ARGV[i + 1] ~= 'rejected' then
    room = room or ARGV[4] - call('HLEN', key('t'))
    known = ARGV[i + 2] == '1' or room > 0
    if ARGV[i + 2] ~= '1' then room = room - 1 end
    if not known then refused = refused + 1 end
  end
  if known then noted[#noted + 1] = i end
end

-- Nothing of it found room: it is not seen either, and counts when it comes again and there is some.
if #noted == 0 and refused > 0 then return {0, refused} end
if ARGV[3] ~= '' and not see(ARGV[3]) then return {0, 0} end
if #noted == 0 then return {0, 0} end
local u, counted = open(ARGV[2]), 0
for _, i in ipairs(noted) do
  local template, news = ARGV[i], ARGV[i + 1]
  local no = call('HGET', key('t'), template)
  if not no then
    no = number_template(template)
  end
  local p = load_permits(u, no)
  learn(p, news)
  save_permits(u, p)
  if news == 'accepted' or news == 'long' then counted = counted + 1 end
end
close(u)
return {counted, refused}
