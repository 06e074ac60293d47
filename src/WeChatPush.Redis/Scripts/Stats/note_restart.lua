-- KEYS: the tag. ARGV: when an instance started (ms), the entry, how many are kept.
local restarts = KEYS[1] .. ':restarts'
call('ZADD', restarts, ARGV[1], ARGV[2])
call('ZREMRANGEBYRANK', restarts, 0, -1 - tonumber(ARGV[3]))
