-- ARGV: the name of a feed that begins now, for how long it lives (ms), the channel, what is watched.
if not name then
  call('DEL', feed, events)
  call('HSET', feed, 'name', ARGV[1], 'last', 0)
end
call('PEXPIRE', feed, ARGV[2])
call('PEXPIRE', events, ARGV[2])
redis.pcall('PUBLISH', ARGV[3], ARGV[4])
return 1
