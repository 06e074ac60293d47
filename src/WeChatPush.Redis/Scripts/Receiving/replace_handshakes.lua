-- KEYS: the tag of an app. ARGV: its last URL verifications as they were read, as they are to be, for how long they are kept (ms).
-- Answers 0 if they have changed since.
local key = KEYS[1] .. ':handshakes'
if (call('GET', key) or '') ~= ARGV[1] then return 0 end
call('SET', key, ARGV[2], 'PX', ARGV[3])
return 1
