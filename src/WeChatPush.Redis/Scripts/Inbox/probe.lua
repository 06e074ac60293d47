-- KEYS[1]: the hash tag. Writes something of the app that is gone in a moment: that fails when nothing can be written,
-- because memory or disk are full, on a replica, or while the app's slot is not served.
redis.call('SET', KEYS[1] .. ':probe', '', 'PX', 1)
return 1
