-- The instance ARGV[3] is gone.
call('HDEL', facts, ARGV[3])
call('ZREM', seen, ARGV[3])
