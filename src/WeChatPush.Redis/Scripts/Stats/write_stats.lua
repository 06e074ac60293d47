-- KEYS: the tag of an app. ARGV: how long a day's figures are kept (ms), then the day, the field and the content of each row.
for i = 2, #ARGV, 3 do
  local key = KEYS[1] .. ':stats:' .. ARGV[i]
  call('HSET', key, ARGV[i + 1], ARGV[i + 2])
  call('PEXPIRE', key, ARGV[1])
end
