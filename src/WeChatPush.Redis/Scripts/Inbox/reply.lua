-- Whether it is worth waiting for the reply to the key ARGV[2], and the reply, if there is one.
local value = seen({ ARGV[2] })[1]
local seq = value and string.match(value, ' (%d+)$')
local p = seq and load(seq)
if not p then return { 0, false } end
return { p.state < DONE and 1 or 0, call('GET', tag .. ':r:' .. seq) }
