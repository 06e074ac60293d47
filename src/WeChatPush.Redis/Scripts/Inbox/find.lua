-- The push with the id ARGV[2] and its journal, or nothing.
local seq = call('ZSCORE', tag .. ':index', ARGV[2])
if not seq then return false end
local push = call('GET', push_of(seq))
if not push then return false end
return { push, call('HGETALL', tag .. ':j:' .. seq), seq }
