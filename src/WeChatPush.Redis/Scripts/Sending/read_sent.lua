-- ARGV: user.
return call('LRANGE', tag .. ':sent:' .. ARGV[1], 0, -1)
