
-- Answers hash and time (ms) of the last use of every key.
return call('HGETALL', KEYS[1] .. ':key-uses')
