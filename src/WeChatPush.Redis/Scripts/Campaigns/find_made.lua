-- ARGV: now, an idempotency key, the hash of its body. Answers 'before' or 'taken' and the campaign that was made with the key,
-- or nothing: none was.
local made = call('HGET', app_key('keys'), ARGV[2])
if not made then return false end
if string.sub(made, 33) ~= ARGV[3] then return {'taken'} end
return {'before', tell(string.sub(made, 1, 32))}
