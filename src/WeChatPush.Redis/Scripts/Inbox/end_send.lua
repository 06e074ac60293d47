-- Notes how the send ARGV[4] of run ARGV[5] of the push ARGV[2], by the API ARGV[9], ended: '<at> <outcome> <errcode>
-- <duration>' in ARGV[6], the errmsg in ARGV[7], the id that WeChat gave the message, or '', in ARGV[8]. The holder who began
-- it may, by its fence ARGV[3]; and the one who has the push now.
local seq, fence = ARGV[2], ARGV[3]
local journal, field = tag .. ':j:' .. seq, 's' .. ARGV[5] .. '.' .. ARGV[4]
local earlier = call('HGET', journal, field)
if not earlier or string.match(earlier, '^(%d+)') ~= fence then
  local p = load(seq)
  if not p or p.state ~= PROCESSING or p.fence ~= tonumber(fence) then return 0 end
end
local line = fence .. ' ' .. ARGV[6] .. ' ' .. ARGV[9]
if ARGV[7] ~= '' then line = line .. '\n' .. ARGV[7] end
even_when_full()
call('HSET', journal, field, line)
if ARGV[8] ~= '' then call('HSET', journal, 'm' .. ARGV[5] .. '.' .. ARGV[4], ARGV[8]) end
return 1
