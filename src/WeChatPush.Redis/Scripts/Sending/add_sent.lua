-- ARGV: user, when (ms), the message, 1 if it was sent, how many are kept, for how long (ms).
-- Of a user who was erased while the message was sent nothing is kept.
if not load_window(tag .. ':window:' .. ARGV[1]) then return end
local key, at, keep = tag .. ':sent:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[6])
call('LPUSH', key, string.format('%016.0f', at) .. ARGV[3])
call('LTRIM', key, 0, ARGV[5] - 1)
local function is_over(entry) return entry and (tonumber(string.sub(entry, 1, 16)) or 0) < at - keep end
while is_over(call('LINDEX', key, -1)) do call('RPOP', key) end
call('PEXPIRE', key, keep)
if ARGV[4] == '1' then answer(ARGV[1], at) end
