-- Whether it is worth waiting for the reply to the key ARGV[2], and the reply, if there is one.
local seen = call('GET', key_of(ARGV[2]))
local seq = seen and string.match(seen, ' (%d+)$')
local p = seq and load(seq)
if not p then return { 0, false } end
return { p.state < DONE and 1 or 0, call('GET', tag .. ':r:' .. seq) }
