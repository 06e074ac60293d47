-- The instance ARGV[3] is there; ARGV[4]: what it says of itself.
forget_old()
call('HSET', facts, ARGV[3], ARGV[4])
call('ZADD', seen, string.format('%.0f', now), ARGV[3])
call('PEXPIRE', facts, ARGV[2])
call('PEXPIRE', seen, ARGV[2])
