-- ARGV: now, the id before which to continue or '', at most so many. Answers campaigns, the newest first.
local campaigns = {}
local before = ARGV[2] == '' and '+' or '(' .. ARGV[2]
for i, id in ipairs(call('ZREVRANGEBYLEX', app_key('all'), before, '-', 'LIMIT', 0, ARGV[3])) do
  campaigns[i] = tell(id)
end
return campaigns
