-- KEYS: what 0.1.0 keeps in the clear. ARGV[1]: for how long (s) its instances may still use it. They make it anew when it is
-- gone, so this is asked again and again.
for _, key in ipairs(KEYS) do
  if redis.call('TTL', key) == -1 then redis.call('EXPIRE', key, ARGV[1]) end
end
