-- The numbers of up to ARGV[3] dead letters, from the one behind ARGV[2].
return call('ZRANGEBYSCORE', tag .. ':dead', '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])
