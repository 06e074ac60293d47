-- ARGV: now, the id before which to continue or '', at most so many. Answers campaigns, the newest first.
local campaigns = {}
local before = ARGV[2] == '' and '+' or '(' .. ARGV[2]
for i, id in ipairs(find_ids('ZREVRANGEBYLEX', before, '-', ARGV[3])) do
  campaigns[i] = tell(id)
end
return campaigns
