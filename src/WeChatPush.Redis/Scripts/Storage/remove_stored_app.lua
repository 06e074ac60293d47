-- KEYS[1]: the apps of which something is stored (stored_apps.lua). ARGV[1]: the one of which there is nothing any more.
return redis.call('HDEL', KEYS[1], ARGV[1])
