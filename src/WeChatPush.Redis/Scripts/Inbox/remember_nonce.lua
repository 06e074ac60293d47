-- Remembers the nonce of a request that is no push: tied to no key, so that no push may come with it. ARGV[2]: its key;
-- ARGV[3]: its window in ms. One that is known stays tied to what it came with.
local nonce, window = ARGV[2], tonumber(ARGV[3])
if seen({ nonce })[1] then return 0 end
local name, stop = bucket_of(window)
remember(name, stop, { nonce, text(now + window) })
return 1
