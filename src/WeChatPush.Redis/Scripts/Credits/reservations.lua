-- Ends a reservation of the ledger's own. False: it had ended before.
local function end_reservation(id, outcome)
  local packed = call('HGET', key('r'), id)
  if not packed then return false end
  -- The server asks only before a script's first write whether there is memory left, and never for one that takes away.
  call('ZREM', key('l'), id)
  call('HDEL', key('r'), id)
  local r = cmsgpack.unpack(packed)
  local u = open(r.user)
  settle(u, r, outcome)
  close(u)
  return true
end
