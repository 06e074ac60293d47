-- ARGV: now, the id after which to continue or '', at most so many. Answers the ids of campaigns that are visible, and, at the
-- beginning, of those that are being loaded, are given up or are old.
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local visible = find_ids('ZRANGEBYLEX', from, '+', ARGV[3])
if ARGV[2] ~= '' then return {visible, {}} end
local hidden = call('ZRANGE', app_key('loading'), 0, -1)
for _, id in ipairs(call('ZRANGE', app_key('old'), 0, -1)) do hidden[#hidden + 1] = id end
return {visible, hidden}
