-- Fails when nothing can be written: memory full, disk full, a replica.
return redis.call('SET', KEYS[1], '1', 'PX', 60000)
