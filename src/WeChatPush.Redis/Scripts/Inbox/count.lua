-- How many are unfinished, processing, retrying, dead.
local counts = call('HMGET', tag .. ':n', 'p', 'r', 'a')
return {
  call('ZCARD', tag .. ':open') + (tonumber(counts[3]) or 0), tonumber(counts[1]) or 0, tonumber(counts[2]) or 0, call('ZCARD', tag .. ':dead'),
}
