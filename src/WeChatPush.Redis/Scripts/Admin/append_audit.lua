
-- ARGV: now, then the names and values of an entry. The audit is a stream: what is in it cannot be changed, and its ids, of the
-- server's clock, only grow.
local entry = {'XADD', audit, '*', 'at', string.format('%.0f', now)}
for i = 2, #ARGV do entry[#entry + 1] = ARGV[i] end
return call(unpack(entry))
