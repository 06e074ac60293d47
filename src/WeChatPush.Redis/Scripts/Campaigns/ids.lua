-- ARGV: now, the id after which to continue or '', at most so many. Answers the ids of campaigns that are visible, and, at the
-- beginning, of those that are being loaded or are given up.
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local visible = call('ZRANGEBYLEX', app_key('all'), from, '+', 'LIMIT', 0, ARGV[3])
return {visible, ARGV[2] == '' and call('ZRANGE', app_key('loading'), 0, -1) or {}}
