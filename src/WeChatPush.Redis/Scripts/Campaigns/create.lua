-- ARGV: now, the campaign's id, lease (ms), how far (ms) its start is ahead or '', and fields and values of its row.
-- Creates a campaign that is not visible yet.
local start = ARGV[4] ~= '' and text(ms + ARGV[4]) or ''
call('HSET', app_key(ARGV[2]), 'id', ARGV[2], 'seen_by', 'maker', 'created', text(ms), 'start', start, unpack(ARGV, 5))
call('ZADD', app_key('loading'), ms + ARGV[3], ARGV[2])
return 1
