-- Notes how the send ARGV[4] of run ARGV[5] of the push ARGV[2] ended: '<at> <outcome> <errcode> <duration>' in ARGV[6],
-- the errmsg in ARGV[7], the id that WeChat gave the message, or '', in ARGV[8]. Only the holder who began it, by its fence ARGV[3], may.
local journal, field = tag .. ':j:' .. ARGV[2], 's' .. ARGV[5] .. '.' .. ARGV[4]
local begun = call('HGET', journal, field)
if not begun then return 0 end
local by, api = string.match(begun, '^(%d+) %S+ %S+ %S+ %S+ ([^\n]*)')
if by ~= ARGV[3] then return 0 end
local line = by .. ' ' .. ARGV[6] .. ' ' .. api
if ARGV[7] ~= '' then line = line .. '\n' .. ARGV[7] end
even_when_full()
call('HSET', journal, field, line)
if ARGV[8] ~= '' then call('HSET', journal, 'm' .. ARGV[5] .. '.' .. ARGV[4], ARGV[8]) end
return 1
