-- ARGV: now, the campaign's id, the holder, lease (ms). Answers 1, or 0: the holder has none.
local lease = ARGV[2] .. ':' .. ARGV[3]
if not call('ZSCORE', app_key('leases'), lease) then return 0 end
call('ZADD', app_key('leases'), ms + ARGV[4], lease)
return 1
